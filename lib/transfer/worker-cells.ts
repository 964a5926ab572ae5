import type { Cells, Closure, Declaration } from "../notebook.ts";
import type { Unit } from "./messages.ts";
import type { WorkerNames } from "./worker-names.ts";

/** The cells as a worker knows them: what it was sent, which it can send on to workers of its own. */
export class WorkerCells implements Cells {
  readonly #names: WorkerNames;
  readonly #units = new Map<string, Exclude<Unit, { kind: "source-map" }>>();
  readonly #maps = new Map<string, string>();
  readonly #closures = new WeakMap<object, Closure>();
  /** Where imports start from, and how local TypeScript is loaded. */
  directory = process.cwd();
  typescriptLoader = "";

  constructor(names: WorkerNames) {
    this.#names = names;
  }

  add(unit: Unit): void {
    if (unit.kind === "source-map") {
      this.#maps.set(unit.file, unit.json);
      return;
    }
    this.#units.set(unit.name, unit);
    if (unit.kind !== "import" && unit.kind !== "effect") return;
    this.directory = unit.directory;
    this.typescriptLoader = unit.typescriptLoader;
  }

  /** A function with what it captured, made here. */
  addClosure(fn: object, closure: Closure): void {
    this.#closures.set(fn, closure);
  }

  names(): string[] {
    return [...this.#units.values()].flatMap((unit) =>
      unit.kind === "effect" ? [] : [unit.name],
    );
  }

  value(name: string): unknown {
    return this.#names.get(name);
  }

  declaration(name: string): Declaration | undefined {
    const unit = this.#units.get(name);
    switch (unit?.kind) {
      case undefined:
      case "effect":
        return undefined;
      case "data":
        return { kind: "variable", name, constant: false };
      case "import":
        return {
          kind: "import",
          name,
          specifier: unit.url,
          imported: unit.imported,
        };
      case "function":
      case "class": {
        const { kind, source, file, line, column, free } = unit;
        // Whoever wrote it was told at home what it changes.
        return { kind, name, source, file, line, column, free, writes: [] };
      }
    }
  }

  closure(fn: object): Closure | undefined {
    return this.#closures.get(fn);
  }

  /** Those that came with the functions sent here. */
  effects(): string[] {
    return [...this.#units.values()].flatMap((unit) =>
      unit.kind === "effect" ? [unit.url] : [],
    );
  }

  sourceMap(file: string): string | undefined {
    return this.#maps.get(file);
  }

  /** Imports came with their addresses. */
  resolve(specifier: string): string {
    return specifier;
  }
}
