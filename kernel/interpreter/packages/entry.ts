import { readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { moduleResolve } from "import-meta-resolve";

/** A package.json, as far as it says what may be imported. */
interface Manifest {
  name: string;
  version?: string;
  main?: unknown;
  types?: unknown;
  typings?: unknown;
  exports?: unknown;
  peerDependencies?: Record<string, string>;
}

/** What an import of a package means. */
export interface PackageEntry {
  /** URL of the module. */
  url: string;
  /** File that describes it to TypeScript; the module itself when there is none. */
  types: string;
}

const common = ["node", "import", "node-addons"];
const inTypes = new Set(["types", ...common]);
const atRunTime = new Set(
  "require_module" in process.features && process.features.require_module
    ? ["module-sync", ...common]
    : common,
);

/**
 * Finds a package below a folder's node_modules, as Node and TypeScript do.
 * @param subpath `.`, `./server`
 * @returns undefined if the package has no such part
 */
export function findEntry(
  folder: string,
  name: string,
  subpath: string,
): PackageEntry | undefined {
  const path = findModule(folder, name, subpath);
  if (path === undefined) return undefined;
  const types = findTypes(folder, name, subpath) ?? path;
  return {
    url: pathToFileURL(path).href,
    types: types.endsWith(".d.ts") ? asModule(folder, name, types) : types,
  };
}

/**
 * Declarations of the older kind describe a module by its name (`declare module "vega"`) rather than being it: the name
 * by which the cell has it is another, so that a file of ours says which is meant.
 */
function asModule(folder: string, name: string, types: string): string {
  const text = readFileSync(types, "utf8");
  const declares = new RegExp(`^declare module ["']${name}["']`, "m");
  if (/^(import|export)\b/m.test(text) || !declares.test(text)) return types;
  const file = join(folder, "named.d.ts");
  const meant = /^[ \t]*export =/m.test(text)
    ? `import named = require("${name}");\nexport = named;`
    : `export * from "${name}";${/\bexport default\b|as default\b/.test(text) ? `\nexport { default } from "${name}";` : ""}`;
  writeFileSync(file, `/// <reference path="${types}" />\n${meant}\n`);
  return file;
}

export function readManifest(folder: string, name: string): Manifest {
  const path = join(folder, "node_modules", name, "package.json");
  return JSON.parse(readFileSync(path, "utf8")) as Manifest;
}

function findModule(
  folder: string,
  name: string,
  subpath: string,
): string | undefined {
  const { exports } = readManifest(folder, name);
  const specifier = name + subpath.slice(1);
  if (exports !== undefined && exports !== null)
    return resolveIn(folder, specifier, atRunTime);
  try {
    const require = createRequire(join(folder, "entry.js"));
    return require.resolve(specifier);
  } catch {
    // It has no such file: whoever asked says so in the words of the import.
    return undefined;
  }
}

/** The declarations of a package, its own or those of DefinitelyTyped beside it. */
export function findTypes(
  folder: string,
  name: string,
  subpath: string,
): string | undefined {
  const beside = name.replace(/^@/, "").replace("/", "__");
  return (
    typesIn(folder, name, subpath) ??
    typesIn(folder, `@types/${beside}`, subpath)
  );
}

function typesIn(
  folder: string,
  name: string,
  subpath: string,
): string | undefined {
  const root = join(folder, "node_modules", name);
  if (!isFile(join(root, "package.json"))) return undefined;
  const { types, typings, main, exports } = readManifest(folder, name);
  const named = subpath === "." ? [types, typings, main, "index"] : [subpath];
  const exported =
    exports && resolveIn(folder, name + subpath.slice(1), inTypes);
  return [
    exported,
    ...named.map((each) => typeof each === "string" && join(root, each)),
  ]
    .filter((each) => typeof each === "string")
    .flatMap(declarationsFor)
    .find(isFile);
}

/** As an import from a file in the folder, under these conditions of `exports`. */
function resolveIn(
  folder: string,
  specifier: string,
  conditions: Set<string>,
): string | undefined {
  try {
    const parent = pathToFileURL(join(folder, "entry.js"));
    return fileURLToPath(moduleResolve(specifier, parent, conditions, true));
  } catch {
    // It has no such part.
    return undefined;
  }
}

/** Where the declarations of a module may stand. */
function declarationsFor(path: string): string[] {
  const [, bare = path, kind = ""] = /^(.*)\.([cm]?)jsx?$/.exec(path) ?? [];
  return [
    ...(/\.d\.[cm]?ts$/.test(path) ? [path] : []),
    `${bare}.d.${kind}ts`,
    `${bare}.d.ts`,
    `${path}.d.ts`,
    join(path, "index.d.ts"),
  ];
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    // Not there, or below something that is no folder.
    return false;
  }
}
