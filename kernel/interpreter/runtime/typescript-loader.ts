/** Module hooks that load local files in their versions. https://nodejs.org/api/module.html#customization-hooks */
import { readFileSync, writeFileSync } from "node:fs";
import type { LoadHook, ResolveFnOutput, ResolveHook } from "node:module";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import {
  keepSnapshots,
  LocalModules,
  type Snapshot,
} from "../../../lib/transfer/local-modules.ts";
import { isLocal } from "../../../lib/transfer/specifiers.ts";
import { isVersioned, storedAt } from "../../../lib/transfer/stored-modules.ts";

import { NamedExports } from "./named-exports.ts";

const typescript = new Set([".ts", ".mts", ".tsx", ".cts"]);
const modules = new LocalModules();
const named = new NamedExports();

/**
 * What a local file imports is what it was when a cell imported that file. It, and a cell's function in a worker, may name a
 * neighbour without an extension or with that of the compiled file, as TypeScript does, import JSON without saying so, and
 * take packages of the kernel's own.
 */
export const resolve: ResolveHook = async (specifier, context, next) => {
  const { parentURL = "" } = context;
  const inCell = isCell(parentURL);
  if (parentURL === "" && isTypescript(specifier)) {
    const url = versionOfProgram(pathOf(specifier));
    if (url) return place(url, context, next);
  }
  if (inCell && specifier === "romanesco")
    return next(specifier, { ...context, parentURL: import.meta.url });
  if (isLocal(specifier) && (inCell || isVersioned(parentURL))) {
    const url =
      snapshotOf(parentURL)?.imports[specifier] ??
      modules.resolve(specifier, pathOf(parentURL));
    if (url)
      return withNames(await place(url, context, next), specifier, parentURL);
  }
  if (isVersioned(specifier)) return place(specifier, context, next);
  try {
    return withNames(await next(specifier, context), specifier, parentURL);
  } catch (error) {
    const hasOurs = inCell || isTypescript(parentURL);
    if (!isMissing(error) || !hasOurs) throw error;
    // A package that the folder has not, as a cell would find it: the kernel's own.
    return Promise.resolve(
      next(specifier, { ...context, parentURL: import.meta.url }),
    ).catch(() => {
      // What the folder lacks is what the person can fix.
      throw error;
    });
  }
};

/** The program of a thread, of which Node gives the path. */
function versionOfProgram(path: string): string | undefined {
  keepSnapshots(modules, path);
  return modules.urlOf(path);
}

function withNames(
  found: ResolveFnOutput,
  specifier: string,
  parent: string | undefined,
): ResolveFnOutput {
  const url = named.wrap(found, specifier, parent);
  return url ? { url, format: "module", shortCircuit: true } : found;
}

async function place(
  url: string,
  context: Parameters<ResolveHook>[1],
  next: Parameters<ResolveHook>[2],
): Promise<ResolveFnOutput> {
  if (isTypescript(url)) return { url, format: "module", shortCircuit: true };
  const found = await next(url, context);
  if (!url.replace(/\?.*$/, "").endsWith(".json")) return found;
  const importAttributes = { ...context.importAttributes, type: "json" };
  return { ...found, importAttributes };
}

export const load: LoadHook = async (url, context, next) => {
  const names = named.source(url);
  if (names) return { format: "module", shortCircuit: true, source: names };
  if (!isVersioned(url) && !isTypescript(url)) return next(url, context);
  const { source } = snapshotOf(url) ?? {};
  if (isTypescript(url)) {
    const text = source ?? readFileSync(pathOf(url), "utf8");
    return {
      format: "module",
      shortCircuit: true,
      source: await strip(url, text),
    };
  }
  const loaded = await next(url, context);
  // CommonJS is loaded by Node's require, which knows no versions.
  if (source === undefined || loaded.format === "commonjs") return loaded;
  return { ...loaded, source };
};

async function strip(url: string, source: string): Promise<string> {
  // Loaded for the first such file: most notebooks have none.
  const { stripFile } = await import("./strip-file.ts");
  const { code, map } = stripFile(pathOf(url), source);
  const file = map && storedAt(url, "map");
  // Written anew by each process that loads it: it is the same.
  if (file) writeFileSync(file, map);
  named.read(url, code);
  return code;
}

function snapshotOf(url: string): Snapshot | undefined {
  const file = storedAt(url, "json");
  try {
    return file && JSON.parse(readFileSync(file, "utf8"));
  } catch {
    // One that a file computes the name of: it is as it is now.
    return undefined;
  }
}

function pathOf(url: string): string {
  return fileURLToPath(url.replace(/\?.*$/, ""));
}

function isTypescript(url: string): boolean {
  return (
    url.startsWith("file:") && typescript.has(extname(new URL(url).pathname))
  );
}

/** A cell's code in a worker. */
function isCell(url: string): boolean {
  return /\/cell \[\d+\]$/.test(decodeURIComponent(url));
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND";
}
