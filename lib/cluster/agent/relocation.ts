import { existsSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { moduleResolve } from "import-meta-resolve";
import { findFile } from "../../transfer/local-modules.ts";
import type { Reference, Unit } from "../../transfer/messages.ts";
import { isLocal } from "../../transfer/specifiers.ts";

/** Where this library is here, once bundled: `dist/`. */
const ownLibrary = new URL("../", import.meta.url).href;

type WithSource = {
  source: string;
  file: string;
  loader: string | undefined;
};

/** Reads the places of home's disk as those of this host: `/home/ann/util.ts` as `ROOT/home/ann/util.ts`. */
export class Relocation {
  readonly #library: string;
  readonly #root: string;

  /**
   * @param library home's copy of the library, as a URL
   * @param root the folder that has home's files; "" when they are at their own places here
   */
  constructor(library: string, root: string) {
    this.#library = library;
    this.#root = root;
  }

  unit(unit: Unit): Unit {
    switch (unit.kind) {
      case "import":
      case "effect":
        return {
          ...unit,
          url: this.#url(unit.url),
          directory: this.#root + unit.directory,
          typescriptLoader: this.#url(unit.typescriptLoader),
        };
      case "function":
      case "class":
        return this.#code(unit);
      case "data":
      case "source-map":
        return unit;
    }
  }

  entry(reference: Reference): Reference {
    switch (reference.kind) {
      case "export":
        return { ...reference, url: this.#url(reference.url) };
      case "closure":
        return this.#code(reference);
      case "bound":
      case "deep":
        return { ...reference, target: this.entry(reference.target) };
      case "name":
      case "builtin":
        return reference;
    }
  }

  #url(url: string): string {
    if (url.startsWith(this.#library))
      return ownLibrary + url.slice(this.#library.length);
    if (this.#root === "" || !url.startsWith("file:")) return url;
    const [plain = "", version] = url.split("?");
    const path = this.#root + fileURLToPath(plain);
    if (!existsSync(path)) return url;
    const place = pathToFileURL(path).href;
    return version === undefined ? place : `${place}?${version}`;
  }

  #code<T extends WithSource>(code: T): T {
    const { loader } = code;
    const own = loader === undefined ? loader : this.#url(loader);
    if (this.#root === "") return { ...code, loader: own };
    // A cell's code keeps its name, by which Node would look beside the notebook's file.
    const source = code.source.replace(
      /\bimport\s*\(\s*(["'])([^"'\n]+)\1/g,
      (all, _quote, specifier: string) => {
        const url = this.#meaning(specifier, dirname(code.file));
        return url === undefined ? all : `import(${JSON.stringify(url)}`;
      },
    );
    return { ...code, loader: own, source };
  }

  #meaning(specifier: string, directory: string): string | undefined {
    if (isBuiltin(specifier)) return undefined;
    if (specifier.startsWith("file:")) return this.#url(specifier);
    const folder = this.#root + directory;
    if (isLocal(specifier)) {
      const file = findFile(resolve(folder, decodeURI(specifier)));
      return file && `${pathToFileURL(file).href}?v=0`;
    }
    try {
      const from = pathToFileURL(join(folder, "cell"));
      return moduleResolve(specifier, from).href;
    } catch {
      // Node's own import says what is missing.
      return undefined;
    }
  }
}
