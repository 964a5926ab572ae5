import { hash } from "node:crypto";
import { basename } from "node:path";
import { serialize } from "node:v8";
import {
  type Closure,
  type Declaration,
  findNotebook,
  type Source,
} from "../notebook.ts";
import { boundParts } from "./bound-function.ts";
import { builtinPath } from "./builtins.ts";
import type { Reference, Unit } from "./messages.ts";
import { findExport } from "./module-function.ts";
import {
  hasState,
  readState,
  statefulClasses,
  tag,
  type Tagged,
} from "./tags.ts";
import { TransferError } from "./transfer-error.ts";
import {
  cannotClone,
  isPlain,
  needsEncoding,
  toNumbers,
} from "./plain-data.ts";

type AnyFunction = (...args: never[]) => unknown;

/**
 * Walks from a function or value over everything a worker needs for it. One Packer per call: what it has seen is kept
 * once, and cycles end where they began.
 */
export class Packer {
  readonly warnings: string[] = [];
  readonly #notebook = findNotebook();
  readonly #units = new Map<string, Unit>();
  readonly #needed = new Set<string>();
  readonly #references = new Map<object, Reference>();
  readonly #encoded = new Map<object, unknown>();

  /** In the order in which a worker can define them. */
  units(): Unit[] {
    return [...this.#units.values()];
  }

  // --- functions

  reference(fn: AnyFunction, what: string): Reference {
    const known = this.#references.get(fn);
    if (known) return known;
    const found =
      this.#named(fn) ?? this.#closure(fn, what) ?? this.#other(fn, what);
    this.#references.set(fn, found);
    return found;
  }

  /** A built-in, a top-level function or class, an imported function, a member of an imported namespace. */
  #named(fn: AnyFunction): Reference | undefined {
    const path = builtinPath(fn);
    if (path) return { kind: "builtin", path };
    const owner = this.#nameOf(fn);
    if (!owner) return undefined;
    this.#need(owner.split(".")[0]!, fn.name);
    return { kind: "name", name: owner };
  }

  #nameOf(fn: AnyFunction): string | undefined {
    const notebook = this.#notebook;
    if (!notebook) return undefined;
    const own = notebook.declaration(fn.name);
    if (own && own.kind !== "variable" && notebook.value(fn.name) === fn)
      return fn.name;
    if (notebook.closure(fn)) return undefined;
    for (const name of notebook.names()) {
      const declaration = notebook.declaration(name);
      if (!declaration || declaration.kind === "variable") continue;
      const value = notebook.value(name);
      if (value === fn) return name;
      if (declaration.kind !== "import" || declaration.imported !== "*")
        continue;
      for (const [key, member] of Object.entries(value as object))
        if (member === fn) return `${name}.${key}`;
    }
    return undefined;
  }

  #closure(fn: AnyFunction, what: string): Reference | undefined {
    const closure = this.#notebook?.closure(fn);
    if (!closure) return undefined;
    if (closure.lexicalThis)
      throw new TransferError(
        what,
        `(${placeOf(closure)}) is an arrow function that uses the \`this\` around it, which stays behind; ` +
          `pass what it needs as an argument`,
      );
    const reference: Reference & { kind: "closure" } = {
      kind: "closure",
      key: keyOf(closure.source, placeOf(closure)),
      source: closure.source,
      file: closure.file,
      line: closure.line,
      column: closure.column,
      shadowed: this.#shadowed(closure),
      captured: closure.captured,
      values: [],
    };
    // Known before its captured values are: it may have captured itself.
    this.#references.set(fn, reference);
    const name = fn.name || "an inline function";
    this.#needAll(closure, name);
    this.#addSourceMap(closure.file);
    for (const written of closure.capturedWrites)
      this.#warnOfWrite(written, name);
    reference.values = this.#readCaptured(closure, name, what);
    return reference;
  }

  #readCaptured(closure: Closure, name: string, what: string): unknown[] {
    if (!closure.captured.length) return [];
    let values: unknown[];
    try {
      values = closure.read();
    } catch (cause) {
      throw new TransferError(
        what,
        `captures a variable that has no value yet: ${String(cause)}`,
      );
    }
    return values.map((value, index) =>
      this.encode(
        value,
        `variable "${closure.captured[index]}" (captured by ${name}, ${placeOf(closure)})`,
      ),
    );
  }

  #other(fn: AnyFunction, what: string): Reference {
    const bound = boundParts(fn);
    if (bound)
      return {
        kind: "bound",
        target: this.reference(bound.target, what),
        self: this.encode(bound.self, `\`this\` of ${what}`),
        args: bound.args.map((value, index) =>
          this.encode(value, `argument ${index} bound to ${what}`),
        ),
      };
    if (/^class\b/.test(Function.prototype.toString.call(fn)) && this.#notebook)
      throw new TransferError(
        what,
        `is the class ${fn.name}, declared inside a function; declare it at the top level of a cell`,
      );
    const found = findExport(fn);
    if (found.url !== undefined) return { kind: "export", ...found };
    throw new TransferError(what, found.reason);
  }

  // --- names

  #needAll({ free, writes }: Source, user: string): void {
    for (const name of free) this.#need(name, user);
    for (const name of writes)
      if (this.#notebook?.declaration(name)) this.#warnOfWrite(name, user);
  }

  #shadowed({ free }: Source): string[] {
    return free.filter(
      (name) => name in globalThis && this.#notebook?.declaration(name),
    );
  }

  #warnOfWrite(name: string, user: string): void {
    const warning =
      `"${name}" is changed inside ${user}(); in a worker that changes the worker's own copy, not yours. ` +
      `Return the new value, or share a Value.`;
    if (!this.warnings.includes(warning)) this.warnings.push(warning);
  }

  #need(name: string, user: string): void {
    if (this.#needed.has(name)) return;
    this.#needed.add(name);
    const declaration = this.#notebook?.declaration(name);
    // A global of the platform, or no name at all: the worker meets the same, with the same error.
    if (!declaration) return;
    const unit = this.#toUnit(declaration, user);
    // After everything that it needs itself, so that a base class comes before the class that extends it.
    this.#units.set(`${unit.kind} ${name}`, unit);
  }

  #toUnit(declaration: Declaration, user: string): Unit {
    const { name } = declaration;
    switch (declaration.kind) {
      case "import": {
        const url = this.#notebook!.resolve(declaration.specifier);
        const { imported } = declaration;
        return {
          kind: "import",
          key: keyOf(name, url, imported),
          name,
          url,
          imported,
          directory: this.#notebook!.directory,
          typescriptLoader: this.#notebook!.typescriptLoader,
        };
      }
      case "function":
      case "class": {
        this.#needAll(declaration, name);
        this.#addSourceMap(declaration.file);
        const { kind, source, file, line, column } = declaration;
        return {
          kind,
          key: keyOf(name, source, file),
          name,
          source,
          file,
          line,
          column,
          shadowed: this.#shadowed(declaration),
        };
      }
      case "variable": {
        const value = this.encode(
          this.#notebook!.value(name),
          `variable "${name}" (used by ${user})`,
        );
        const bytes = serialize(value);
        return { kind: "data", key: keyOf(name, bytes), name, bytes };
      }
    }
  }

  #addSourceMap(file: string): void {
    const key = `source-map ${file}`;
    if (this.#units.has(key)) return;
    const json = this.#notebook?.sourceMap(file);
    if (json)
      this.#units.set(key, {
        kind: "source-map",
        key: keyOf(json),
        file,
        json,
      });
  }

  // --- values

  encodeAll(values: unknown[], what: string): unknown[] {
    return values.map((value, index) =>
      this.encode(value, `${what}[${index}]`),
    );
  }

  encode(value: unknown, what: string): unknown {
    if (typeof value === "symbol")
      throw new TransferError(
        what,
        "is a symbol; send its description instead",
      );
    if (typeof value === "function")
      return this.#tagged({
        [tag]: "function",
        reference: this.reference(value as AnyFunction, what),
      });
    if (typeof value !== "object" || value === null || !needsEncoding(value))
      return value;
    if (this.#encoded.has(value)) return this.#encoded.get(value);
    return this.#encodeObject(value, what);
  }

  #encodeObject(value: object, what: string): unknown {
    if (Array.isArray(value)) {
      const numbers = toNumbers(value);
      if (numbers) return this.#keep(value, { [tag]: "numbers", numbers });
      const copy: unknown[] = this.#keep(value, []);
      for (const [index, each] of value.entries())
        copy[index] = this.encode(each, `${what}[${index}]`);
      return copy;
    }
    if (
      value instanceof Map &&
      Object.getPrototypeOf(value) === Map.prototype
    ) {
      const copy = this.#keep(value, new Map<unknown, unknown>());
      for (const [key, each] of value)
        copy.set(
          this.encode(key, `a key of ${what}`),
          this.encode(each, `${what}.get(${String(key)})`),
        );
      return copy;
    }
    if (
      value instanceof Set &&
      Object.getPrototypeOf(value) === Set.prototype
    ) {
      const copy = this.#keep(value, new Set<unknown>());
      for (const each of value)
        copy.add(this.encode(each, `a member of ${what}`));
      return copy;
    }
    if (isPlain(value)) {
      const copy: Record<string, unknown> = this.#keep(value, {});
      for (const [key, each] of Object.entries(value))
        copy[key] = this.encode(each, `${what}.${key}`);
      return copy;
    }
    return this.#instance(value, what);
  }

  #instance(value: object, what: string): unknown {
    const { constructor } = value;
    const reason = cannotClone(value);
    if (reason) throw new TransferError(what, reason);
    const name =
      typeof constructor === "function" &&
      constructor.prototype === Object.getPrototypeOf(value) &&
      this.#nameOf(constructor as AnyFunction);
    if (!name)
      throw new TransferError(
        what,
        `is an instance of ${constructor?.name || "a class without a name"}, which a worker does not know; ` +
          `declare the class at the top level of a cell, or send plain data`,
      );
    this.#need(name.split(".")[0]!, what);
    const instance: Tagged = { [tag]: "instance", class: name, own: {} };
    this.#keep(value, instance);
    for (const key of ownKeys(value))
      instance.own[key] = this.encode(
        (value as Record<string, unknown>)[key],
        `${what}.${key}`,
      );
    if (statefulClasses(constructor).some(hasState))
      instance.state = statefulClasses(constructor).map((each) =>
        each[readState](value).map((field) =>
          this.encode(field, `a private field of ${what}`),
        ),
      );
    return instance;
  }

  #keep<T>(value: object, encoded: T): T {
    this.#encoded.set(value, encoded);
    return encoded;
  }

  #tagged(value: Tagged): Tagged {
    return value;
  }
}

function ownKeys(value: object): string[] {
  const keys = Object.keys(value);
  // An error's message and stack are its own, and not enumerable.
  return value instanceof Error
    ? [
        ...new Set([
          ...keys,
          "message",
          "stack",
          ...("cause" in value ? ["cause"] : []),
        ]),
      ]
    : keys;
}

function keyOf(...parts: (string | Uint8Array)[]): string {
  const [first] = parts;
  if (parts.length === 1) return hash("sha1", first!, "base64url");
  return parts
    .map((part) => hash("sha1", part, "base64url").slice(0, 16))
    .join(".");
}

function placeOf({ file, line }: { file: string; line: number }): string {
  return `${basename(file)}, line ${line}`;
}
