import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import { findCells, setCells } from "../notebook.ts";
import { builtinAt } from "./builtins.ts";
import { makeCellGlobal, refuseNotebookGlobals } from "./cell-globals.ts";
import { followExports, forgetEdited, isJson } from "./commonjs.ts";
import { decode, knowParts, type Decoder } from "./decode.ts";
import { whileImporting } from "./importing.ts";
import { libraryClass } from "./library-classes.ts";
import type { Reference, Unit } from "./messages.ts";
import { ResultEncoder } from "./result-encoder.ts";
import { isVersioned } from "./stored-modules.ts";
import { describeOrigin } from "./origin.ts";
import { TransferError } from "./transfer-error.ts";
import { WorkerCells } from "./worker-cells.ts";
import { WorkerNames } from "./worker-names.ts";
import { WorkerStacks } from "./worker-stacks.ts";
import { registerHooks } from "./module-hooks.ts";

export type TaskFunction = (...args: unknown[]) => unknown;

type ImportFunction = (
  specifier: string,
  options?: ImportCallOptions,
) => Promise<Record<string, unknown>>;

const defaultLoader = vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER;

/** The worker's end: keeps what it was sent, and makes functions of it. One per worker. */
export class Unpacker {
  readonly #keys = new Map<string, string>();
  readonly #names = new WorkerNames();
  readonly #cells = new WorkerCells(this.#names);
  readonly #stacks = new WorkerStacks();
  readonly #results: ResultEncoder;
  readonly #factories = new Map<string, ClosureFactory>();
  #loadsTypescript = false;

  /** @param sharesMemory whether it is in a thread of its home's process */
  constructor(sharesMemory: boolean) {
    this.#results = new ResultEncoder(this.#names, sharesMemory);
    this.#stacks.install();
  }

  /** Takes in units, in order; one whose name it has with the same key costs nothing. */
  async define(units: Unit[]): Promise<void> {
    for (const unit of units) {
      const slot =
        unit.kind === "source-map" ? `source-map ${unit.file}` : unit.name;
      if (this.#keys.get(slot) === unit.key) continue;
      await this.#define(unit);
      this.#cells.add(unit);
      setCells(this.#cells);
      this.#keys.set(slot, unit.key);
    }
  }

  async resolve(entry: Reference): Promise<TaskFunction> {
    const fn =
      entry.kind === "export"
        ? await importExport(entry.url, entry.name)
        : this.#entry(entry);
    if (typeof fn !== "function")
      throw new TypeError(
        `${JSON.stringify(entry)} is not a function in this worker`,
      );
    return fn as TaskFunction;
  }

  decode(values: unknown[]): unknown[] {
    const seen = new Map<object, unknown>();
    return values.map((value) => decode(value, this.#decoder, seen));
  }

  /** @throws TransferError for what cannot go back */
  encodeResult(value: unknown): unknown {
    return this.#results.encodeAll(value, "the result");
  }

  /** The same for what is put into a queue, or otherwise given to an object at home. */
  encodeItem(value: unknown): unknown {
    return this.#results.encodeAll(value, "the item", "send");
  }

  readonly #decoder: Decoder = {
    classAt: (path) => this.#names.get(path),
    functionAt: (reference, next, seen) =>
      this.#functionAt(reference, next, seen),
  };

  #entry(entry: Reference): unknown {
    const seen = new Map<object, unknown>();
    const next = (value: unknown) => decode(value, this.#decoder, seen);
    return this.#functionAt(entry, next, seen);
  }

  async #define(unit: Unit): Promise<void> {
    switch (unit.kind) {
      case "source-map":
        return this.#stacks.add(unit.file, unit.json);
      case "data":
        return this.#names.set(unit.name, this.#data(unit));
      case "import":
        return this.#names.set(unit.name, await this.#import(unit));
      case "effect":
        return this.#importForEffect(unit);
      case "function":
      case "class":
        this.#prepare(unit);
        // In parentheses it is an expression; without a name of its own, recursion goes through the notebook's name.
        return this.#names.set(unit.name, nameless(unit, this.#names.shadow));
    }
  }

  #data({ bytes, memory }: Unit & { kind: "data" }): unknown {
    const memoryAt = (number: number) => memory?.get(number);
    const decoder = { ...this.#decoder, memoryAt };
    return decode(v8().deserialize(bytes), decoder);
  }

  async #import(unit: Unit & { kind: "import" }): Promise<unknown> {
    const namespace = await this.#load(unit);
    return unit.imported === "*" ? namespace : namespace[unit.imported];
  }

  /** One that fails must not fail the tasks that do well without it. */
  async #importForEffect(unit: Unit & { kind: "effect" }): Promise<void> {
    try {
      await whileImporting(unit.url, () => this.#load(unit));
    } catch (error) {
      console.error(
        `import ${JSON.stringify(unit.url)} failed in this worker: ${String(error)}`,
      );
    }
  }

  async #load({
    url,
    directory,
    typescriptLoader,
  }: Unit & { kind: "import" | "effect" }): Promise<Record<string, unknown>> {
    if (typescriptLoader) refuseNotebookGlobals();
    if (isVersioned(url)) this.#loadWith(typescriptLoader);
    const filename = join(directory, "cell");
    const importFrom = vm.runInThisContext(
      "(specifier, options) => import(specifier, options)",
      { filename, importModuleDynamically: defaultLoader },
    ) as ImportFunction;
    const requireThere = createRequire(filename);
    forgetEdited(requireThere);
    const attributes = isJson(url) ? { with: { type: "json" } } : undefined;
    const module = await importFrom(url, attributes);
    forgetEdited(requireThere);
    return followExports(module, url, requireThere);
  }

  /** What a cell's code needs before it is compiled. */
  #prepare(code: {
    loader: string | undefined;
    file: string;
    free: string[];
  }): void {
    this.#loadWith(code.loader);
    this.#stacks.addCell(code.file);
    refuseNotebookGlobals();
    for (const name of code.free) {
      if (this.#names.get(name) !== undefined) continue;
      const value = makeCellGlobal(name, code.file);
      if (value !== undefined) this.#names.set(name, value);
    }
  }

  /** The notebook's module hooks: once, and only when asked for, as they take a thread. */
  #loadWith(hooks: string | undefined): void {
    if (hooks === undefined || this.#loadsTypescript) return;
    this.#loadsTypescript = true;
    registerHooks(hooks);
  }

  #functionAt(
    reference: Reference,
    next: (value: unknown) => unknown,
    seen: Map<object, unknown>,
  ): unknown {
    if (seen.has(reference)) return seen.get(reference);
    switch (reference.kind) {
      case "name":
        return this.#names.get(reference.name);
      case "builtin":
        return builtinAt(reference.path);
      case "deep":
        knowParts(reference.parts, seen);
        return this.#functionAt(reference.target, next, seen);
      case "bound": {
        const target = this.#functionAt(
          reference.target,
          next,
          seen,
        ) as TaskFunction;
        const args = reference.args.map(next);
        return target.bind(next(reference.self), ...args);
      }
      case "closure": {
        const { key } = reference;
        this.#prepare(reference);
        let factory = this.#factories.get(key);
        if (!factory)
          this.#factories.set(
            key,
            (factory = compileClosure(reference, this.#names.shadow)),
          );
        const { fn, capture, read } = factory();
        seen.set(reference, fn);
        capture(reference.values.map(next));
        this.#cells.addClosure(fn, {
          ...reference,
          writes: [],
          capturedWrites: [],
          lexicalThis: false,
          read,
        });
        setCells(this.#cells);
        return fn;
      }
      case "export":
        throw new TypeError(
          `${reference.name} comes from a module; import it in a cell and use it there, rather than passing it along`,
        );
    }
  }
}

/** Home's end for results: classes are the notebook's own. */
export function decodeResult(value: unknown): unknown {
  return decode(value, {
    classAt: (path) => {
      const ofLibrary = libraryClass(path);
      if (ofLibrary) return ofLibrary;
      const [name, ...members] = path.split(".");
      return members.reduce<unknown>(
        (owner, key) => (owner as Record<string, unknown>)[key],
        findCells()?.value(name!),
      );
    },
    functionAt: () => undefined,
  });
}

type ClosureFactory = () => {
  fn: object;
  capture(values: unknown[]): void;
  read(): unknown[];
};

/** The captured names become variables of a function around the source, so that it may assign them. */
function compileClosure(
  reference: Reference & { kind: "closure" },
  shadow: object,
): ClosureFactory {
  const { captured } = reference;
  const variables = captured.length ? `let ${captured.join(", ")}; ` : "";
  const prefix = `(() => { ${variables}return { fn: (`;
  const assign = captured
    .map((name, index) => `${name} = $romanescoValues[${index}];`)
    .join(" ");
  return compile(
    `${prefix}${reference.source}\n), capture: ($romanescoValues) => { ${assign} }, read: () => [${captured.join(", ")}] } })`,
    reference,
    prefix.length,
    shadow,
  ) as ClosureFactory;
}

function nameless(
  unit: Unit & { kind: "function" | "class" },
  shadow: object,
): unknown {
  const prefix = `({ ${unit.name}: `;
  const source =
    unit.kind === "class"
      ? unit.source
      : // Blanks in place of the name keep every column where it was.
        unit.source.replace(
          /^((?:async\s+)?function\s*\*?\s*)([\w$]+)/,
          (_all, head: string, name: string) => head + " ".repeat(name.length),
        );
  const holder = compile(`${prefix}${source}\n})`, unit, prefix.length, shadow);
  return (holder as Record<string, unknown>)[unit.name];
}

/**
 * Compiles an expression so that its source stands at its own line and column. Strict, as a cell is; a source that uses
 * a shadowed name is not, because only `with` can put the notebook's `URL` before the platform's and leave the
 * worker's own code alone.
 */
function compile(
  code: string,
  at: { file: string; line: number; column: number; shadowed: string[] },
  prefixLength: number,
  shadow: object,
): unknown {
  const head = at.shadowed.length
    ? "($romanescoShadow) => { with ($romanescoShadow) return "
    : `"use strict"; `;
  const tail = at.shadowed.length ? "; }" : "";
  const compiled: unknown = new vm.Script(head + code + tail, {
    filename: at.file,
    lineOffset: at.line - 1,
    columnOffset: at.column - prefixLength - head.length,
    importModuleDynamically: defaultLoader,
  }).runInThisContext();
  return at.shadowed.length
    ? (compiled as (shadow: object) => unknown)(shadow)
    : compiled;
}

const require = createRequire(import.meta.url);

const isThread = (): boolean =>
  !(require("node:worker_threads") as typeof import("node:worker_threads"))
    .isMainThread;

/** Loaded when asked for: few tasks need it, and it keeps a new thread waiting. */
function v8(): typeof import("node:v8") {
  return require("node:v8") as typeof import("node:v8");
}

/**
 * Node loads a first module three milliseconds sooner through `require`, since it can. Not in threads: one that is ended at
 * that moment takes the whole process with it (Node 20.20: "IsGraphAsync must be used on an instantiated module").
 */
async function load(url: string): Promise<Record<string, unknown>> {
  const features = process.features as { require_module?: boolean };
  const isPlainFile = /^file:[^?#]*$/.test(url);
  if (features.require_module === true && isPlainFile && !isThread()) {
    try {
      return require(fileURLToPath(url)) as Record<string, unknown>;
    } catch (error) {
      // It awaits at its top level, or is of a kind that only `import` knows.
      const { code = "" } = error as NodeJS.ErrnoException;
      if (!importsOnly.has(code)) throw error;
    }
  }
  return (await import(url)) as Record<string, unknown>;
}

const importsOnly = new Set([
  "ERR_REQUIRE_ASYNC_MODULE",
  "ERR_REQUIRE_ESM",
  "ERR_UNKNOWN_FILE_EXTENSION",
]);

async function importExport(url: string, name: string): Promise<unknown> {
  const module = await whileImporting(url, () => load(url));
  const exported = findIn(module, name);
  if (typeof exported !== "function")
    throw new TransferError(
      `the function ${name}()`,
      `cannot run in a worker: ${describeOrigin(url)} exports nothing of that name. Export it under its own name, ` +
        "from a module that starts no workers. One made inside another function travels only from a notebook's cell: " +
        "export the outer one and pass it arguments",
    );
  return exported;
}

/** What a module exports under a function's own name; a default export has one, too. */
function findIn(module: Record<string, unknown>, name: string): unknown {
  const { default: main } = module;
  if (typeof main === "function" && main.name === name) return main;
  // All that CommonJS exports may be there.
  return module[name] ?? (main as Record<string, unknown> | undefined)?.[name];
}
