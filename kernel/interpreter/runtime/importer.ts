import { existsSync, statSync } from "node:fs";
import { createRequire, isBuiltin, register } from "node:module";
import { extname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import vm from "node:vm";

const typescript = new Set([".ts", ".mts", ".tsx", ".cts"]);

/**
 * Imports modules as the notebook's folder sees them.
 * `romanesco` and `tslab` are always those that came with this kernel; local TypeScript files are compiled as they load, and
 * load again when they were edited; a package the folder does not have is taken from the kernel's own.
 */
export class Importer {
  readonly #importFrom: (
    specifier: string,
    options?: ImportCallOptions,
  ) => Promise<unknown>;
  #loadsTypescript = false;
  /** Packages that were the kernel's own when imported, with their addresses. */
  readonly #found = new Map<string, string>();

  constructor(
    private readonly directory: string,
    /** URLs of the packages that always come with this kernel, by name. */
    private readonly own: Record<string, string>,
    /** URL of the module hooks that compile local TypeScript files. */
    readonly typescriptLoader: string,
    /** URL of the module that finds the kernel's own packages. */
    private readonly ownPackages: string,
  ) {
    // Compiled as if it stood in the notebook's folder: Node resolves the import from there.
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
    if (this.isTypescript(resolved)) this.#loadTypescript();
    try {
      return await this.#importFrom(resolved, options);
    } catch (error) {
      if (!isBare(resolved) || !isNotFound(error, resolved)) throw error;
      return this.#importOwn(resolved, error);
    }
  }

  /** The URL of a local file, with its version so that an edited file is a new module; other specifiers unchanged. */
  resolve(specifier: string): string {
    if (Object.hasOwn(this.own, specifier)) return this.own[specifier]!;
    const place = this.#findSubpath(specifier) ?? specifier;
    if (isBare(place)) return specifier;
    const url = new URL(place, pathToFileURL(join(this.directory, "cell")));
    if (url.protocol !== "file:") return specifier;
    const path = withExtension(fileURLToPath(url));
    if (!path) return url.href;
    const located = pathToFileURL(path);
    located.searchParams.set("v", String(Math.trunc(statSync(path).mtimeMs)));
    return typescript.has(extname(path))
      ? located.href
      : pathToFileURL(path).href;
  }

  /** What a worker, which looks for packages from the notebook's folder, imports for the same module. */
  resolveForWorkers(specifier: string): string {
    return this.#found.get(specifier) ?? this.resolve(specifier);
  }

  isTypescript(url: string): boolean {
    return (
      url.startsWith("file:") && typescript.has(extname(new URL(url).pathname))
    );
  }

  /** The file that a `#name` means by the folder's package.json. https://nodejs.org/api/packages.html#subpath-imports */
  #findSubpath(specifier: string): string | undefined {
    if (!specifier.startsWith("#")) return undefined;
    try {
      const path = createRequire(join(this.directory, "cell")).resolve(
        specifier,
      );
      return pathToFileURL(path).href;
    } catch {
      // Unknown here: Node's own import says best what is missing.
      return undefined;
    }
  }

  /** A package of the kernel's own. */
  async #importOwn(specifier: string, notFound: unknown): Promise<unknown> {
    try {
      const { resolveOwn } = (await import(
        this.ownPackages
      )) as typeof import("./own-packages.ts");
      const url = resolveOwn(specifier);
      const module: unknown = await import(url);
      this.#found.set(specifier, url);
      return module;
    } catch {
      // What the notebook's folder lacks is what the person can mend.
      throw notFound;
    }
  }

  #loadTypescript(): void {
    if (this.#loadsTypescript) return;
    this.#loadsTypescript = true;
    register(this.typescriptLoader);
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

function withExtension(path: string): string | undefined {
  const endings = [
    "",
    ".ts",
    ".mts",
    ".tsx",
    ".js",
    ".mjs",
    "/index.ts",
    "/index.js",
  ];
  return endings
    .map((ending) => path + ending)
    .find((candidate) => existsSync(candidate) && statSync(candidate).isFile());
}
