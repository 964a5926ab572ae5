/** Module hooks that compile local TypeScript files as they load. https://nodejs.org/api/module.html#customization-hooks */
import { existsSync, readFileSync } from "node:fs";
import type { LoadHook, ResolveHook } from "node:module";
import { extname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const typescript = new Set([".ts", ".mts", ".tsx", ".cts"]);

/**
 * Lets a local file, and a cell's function in a worker, name its neighbour without an extension or with that of the compiled
 * file, as TypeScript does, and take packages of the kernel's own.
 */
export const resolve: ResolveHook = async (specifier, context, next) => {
  const inCell = isCell(context.parentURL);
  if (inCell && specifier === "romanesco")
    return next(specifier, { ...context, parentURL: import.meta.url });
  if (/^\.{1,2}\//.test(specifier) && context.parentURL?.startsWith("file:")) {
    const url = new URL(specifier, context.parentURL);
    const path = fileURLToPath(url);
    const candidates = existsSync(path)
      ? [path]
      : [
          path + ".ts",
          path + ".tsx",
          path.replace(/\.(m?)js$/, ".$1ts"),
          path + "/index.ts",
        ];
    const found = candidates.find(
      (each) => typescript.has(extname(each)) && existsSync(each),
    );
    if (found)
      return {
        url: pathToFileURL(found).href + url.search,
        shortCircuit: true,
      };
  }
  try {
    return await next(specifier, context);
  } catch (error) {
    const finds = inCell || isTypescript(context.parentURL);
    if (!isMissing(error) || !finds) throw error;
    // A package that the folder has not, as a cell would find it: the kernel's own.
    return Promise.resolve(
      next(specifier, { ...context, parentURL: import.meta.url }),
    ).catch(() => {
      // What the folder lacks is what the person can mend.
      throw error;
    });
  }
};

export const load: LoadHook = async (url, context, next) => {
  if (!url.startsWith("file:")) return next(url, context);
  if (!isTypescript(url)) return next(url, context);
  const path = fileURLToPath(url);
  // Loaded for the first such file: most notebooks have none.
  const { stripFile } = await import("./strip-file.ts");
  return {
    format: "module",
    shortCircuit: true,
    source: naming(path, () => stripFile(readFileSync(path, "utf8"))),
  };
};

function naming<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { message, line = 1 } = error as Error & { line?: number };
    throw new SyntaxError(`${path}:${line}: ${message}`, { cause: error });
  }
}

function isTypescript(url: string | undefined): boolean {
  return (
    url?.startsWith("file:") === true &&
    typescript.has(extname(new URL(url).pathname))
  );
}

/** A cell's code in a worker. */
function isCell(url: string | undefined): boolean {
  return /\/cell \[\d+\]$/.test(decodeURIComponent(url ?? ""));
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND";
}
