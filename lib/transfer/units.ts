import type { Cells } from "../notebook.ts";
import { keyOf } from "./key.ts";
import type { Unit } from "./messages.ts";

/** Where a worker finds this library's classes: beside this file, once bundled. */
const libraryFile = new URL("./index.js", import.meta.url).href;

/** What a worker defines before it runs a function, each once, in the order in which it can. */
export class Units {
  readonly #notebook: Cells | undefined;
  readonly #units = new Map<string, Unit>();

  constructor(notebook: Cells | undefined) {
    this.#notebook = notebook;
  }

  toArray(): Unit[] {
    return [...this.#units.values()];
  }

  add(name: string, unit: Unit): void {
    this.#units.set(`${unit.kind} ${name}`, unit);
  }

  /** What a cell and those before it imported for what that does, before all that may count on it. */
  needEffects(file: string): void {
    const { directory, typescriptLoader } = this.#notebook!;
    for (const specifier of this.#notebook!.effects(file)) {
      const url = this.#notebook!.resolve(specifier);
      const name = `import ${url}`;
      if (this.#units.has(name)) continue;
      const place = { url, directory, typescriptLoader };
      this.#units.set(name, {
        kind: "effect",
        key: keyOf(name),
        name,
        ...place,
      });
    }
  }

  addSourceMap(file: string): void {
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

  /** Something of this library, by a name that no cell has. */
  needLibrary(name: string, imported: string): void {
    this.#units.set(`import ${name}`, {
      kind: "import",
      key: keyOf(name, libraryFile),
      name,
      url: libraryFile,
      imported,
      directory: this.#notebook?.directory ?? process.cwd(),
      typescriptLoader: this.#notebook?.typescriptLoader ?? "",
    });
  }
}
