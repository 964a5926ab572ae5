import { createRequire, isBuiltin } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import vm from "node:vm";
import {
  followExports,
  forgetEdited,
  freshRequire,
  isJson,
} from "../../../lib/transfer/commonjs.ts";
import {
  findFile,
  keepSnapshots,
  LocalModules,
} from "../../../lib/transfer/local-modules.ts";
import { isVersioned } from "../../../lib/transfer/stored-modules.ts";
import {
  mendAdvice,
  mendName,
  mendPlace,
  offerPackage,
} from "./import-advice.ts";
import { registerHooks } from "../../../lib/transfer/module-hooks.ts";

/**
 * Imports modules as the notebook's folder sees them.
 * `romanesco` and `tslab` are always those that came with this kernel; local files, TypeScript or not, load
 * again when they or what they import were edited; a package the folder does not have is taken from the kernel's own.
 */
export class Importer {
  readonly #importFrom: (
    specifier: string,
    options?: ImportCallOptions,
  ) => Promise<unknown>;
  #hasHooks = false;
  readonly #modules = new LocalModules();
  readonly #require: NodeJS.Require;
  /** What each specifier meant when a cell imported it last: workers get the same. */
  readonly #imported = new Map<string, string>();
  /** Packages that were the kernel's own when imported, with their addresses. */
  readonly #found = new Map<string, string>();

  readonly #directory: string;
  /** URLs of the packages that always come with this kernel, by name. */
  readonly #own: Record<string, string>;
  /** URL of the module that finds the kernel's own packages. */
  readonly #ownPackages: string;

  constructor(
    directory: string,
    own: Record<string, string>,
    /** URL of the module hooks that load local files. */
    readonly typescriptLoader: string,
    ownPackages: string,
  ) {
    this.#directory = directory;
    this.#own = own;
    this.#ownPackages = ownPackages;

    // Compiled as if it stood in the notebook's folder: Node resolves the import from there.
    this.#require = createRequire(join(directory, "cell"));
    this.#importFrom = vm.runInThisContext(
      "(specifier, options) => import(specifier, options)",
      {
        filename: join(directory, "cell"),
        importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      },
    ) as never;
  }

  async import(
    specifier: string,
    options?: ImportCallOptions,
  ): Promise<unknown> {
    const resolved = this.resolve(String(specifier));
    if (isVersioned(resolved)) this.#prepareLocal(resolved);
    this.#imported.set(specifier, resolved);
    forgetEdited(this.#require);
    try {
      const namespace = await this.#importFrom(
        resolved,
        isJson(resolved) ? { with: { type: "json" } } : options,
      );
      return followExports(namespace as never, resolved, this.#require);
    } catch (error) {
      mendName(error);
      mendAdvice(error);
      mendPlace(error);
      if (!isBare(resolved) || !isNotFound(error, resolved)) throw error;
      offerPackage(error, resolved);
      return await this.#importOwn(resolved, error);
    } finally {
      // What was loaded now is known as it is now.
      forgetEdited(this.#require);
    }
  }

  /** `require` of cells: of a local file that was edited, it gives the new one. */
  makeRequire(): NodeJS.Require {
    return freshRequire(this.#require);
  }

  /** A package by its name, as an import of it would find it, or as `npm:` has brought it for another. */
  async find(name: string): Promise<Record<string, unknown> | undefined> {
    const brought = [...this.#imported.keys()].find((each) =>
      each.includes(`/node_modules/${name}`),
    );
    try {
      return (await this.#importFrom(brought ?? name)) as never;
    } catch {
      // The notebook has none.
      return undefined;
    }
  }

  /** The URL of a local file, in its version; other specifiers unchanged. */
  resolve(specifier: string): string {
    if (Object.hasOwn(this.#own, specifier)) return this.#own[specifier]!;
    const place = this.#findSubpath(specifier) ?? specifier;
    if (isBare(place)) return specifier;
    const url = new URL(place, pathToFileURL(join(this.#directory, "cell")));
    if (url.protocol !== "file:") return specifier;
    const path = findFile(fileURLToPath(url));
    if (!path) return url.href;
    return this.#modules.urlOf(path) ?? pathToFileURL(path).href;
  }

  /** What a worker, which looks for packages from the notebook's folder, imports for the same module. */
  resolveForWorkers(specifier: string): string {
    return (
      this.#found.get(specifier) ??
      this.#imported.get(specifier) ??
      this.resolve(specifier)
    );
  }

  /** The file that a `#name` means by the folder's package.json. https://nodejs.org/api/packages.html#subpath-imports */
  #findSubpath(specifier: string): string | undefined {
    if (!specifier.startsWith("#")) return undefined;
    try {
      const path = this.#require.resolve(specifier);
      return pathToFileURL(path).href;
    } catch {
      // Unknown here: Node's own import says best what is missing.
      return undefined;
    }
  }

  /** A package of the kernel's own. */
  async #importOwn(specifier: string, notFound: unknown): Promise<unknown> {
    try {
      const file = this.#ownPackages;
      const { resolveOwn }: typeof import("./own-packages.ts") = await import(
        file
      );
      const url = resolveOwn(specifier);
      const namespace = (await import(url)) as Record<string, unknown>;
      this.#found.set(specifier, url);
      return followExports(namespace, url, this.#require);
    } catch {
      // What the notebook's folder lacks is what the person can fix.
      throw notFound;
    }
  }

  /** Keeps this version of a file and of all that it imports, and lets the hooks see to how they load. */
  #prepareLocal(url: string): void {
    const path = fileURLToPath(url.replace(/\?.*$/, ""));
    keepSnapshots(this.#modules, path);
    if (this.#hasHooks) return;
    this.#hasHooks = true;
    registerHooks(this.typescriptLoader);
  }
}

function isBare(specifier: string): boolean {
  return (
    isBuiltin(specifier) || !/^(\.{0,2}\/|\.{1,2}$|[a-z]+:)/i.test(specifier)
  );
}

function isNotFound(error: unknown, specifier: string): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === "ERR_MODULE_NOT_FOUND" && message.includes(`'${specifier}'`);
}
