import { cpSync, existsSync, mkdirSync, realpathSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { CommandError } from "../command.ts";
import {
  findPackageFolder,
  findPackageMend,
  readJson,
} from "./package-files.ts";

/** What of this package's folder runs; in a clone there is more beside it. */
const parts = [
  "package.json",
  "LICENSE",
  "README.md",
  "requirements.txt",
  "dist",
  "kernel/commands",
  "kernel/homework/sandbox",
  "kernel/installation",
];

/**
 * Copies this package, built, with all it depends on: a kernel that outlives npx's cache and that other users can read.
 * @param root a new folder; it gets a `node_modules`
 * @returns folder of this package in the copy
 */
export function copyPackage(root: string): string {
  const source = findPackageFolder();
  const folder = findCopy(root);
  mkdirSync(folder, { recursive: true });
  for (const part of parts)
    cpSync(join(source, part), join(folder, part), {
      recursive: true,
      filter: (path) => !path.endsWith(".map"),
    });
  addDependencies(source, folder, root);
  return folder;
}

/** Where {@link copyPackage} puts this package. */
export function findCopy(root: string): string {
  return join(root, "node_modules", "romanesco");
}

interface Manifest {
  version: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

function addDependencies(source: string, copy: string, root: string): void {
  const { dependencies, optionalDependencies } = readManifest(source);
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies }))
    addDependency(name, source, copy, root);
}

/** Flat where it can be, below its dependent where another version has the place, as npm does it. */
function addDependency(
  name: string,
  dependentSource: string,
  dependentCopy: string,
  root: string,
): void {
  const found = findModule(name, dependentSource);
  if (found === undefined) return refuseMissing(name, dependentSource);
  const source = realpathSync(found);
  const seen = findModule(name, dependentCopy, root);
  const { version } = readManifest(source);
  if (seen !== undefined && readManifest(seen).version === version) return;
  const place = seen === undefined ? root : dependentCopy;
  const copy = join(place, "node_modules", name);
  const own = (path: string) => {
    const inside = relative(source, path);
    return basename(inside) !== "node_modules" && !inside.endsWith(".map");
  };
  cpSync(source, copy, { recursive: true, filter: own });
  addDependencies(source, copy, root);
}

/** A package for another platform is rightly not there. */
function refuseMissing(name: string, dependent: string): void {
  const { dependencies, optionalDependencies } = readManifest(dependent);
  const wanted = { ...dependencies };
  for (const optional of Object.keys(optionalDependencies ?? {}))
    delete wanted[optional];
  if (name in wanted)
    throw new CommandError(
      `${dependent} lacks its package ${name}. To fix this: ${findPackageMend()}`,
    );
}

/** Folder of a package as Node finds it from `from`, looking no higher than `top`. */
function findModule(
  name: string,
  from: string,
  top?: string,
): string | undefined {
  const folder = join(from, "node_modules", name);
  if (existsSync(join(folder, "package.json"))) return folder;
  const parent = dirname(from);
  if (parent === from || from === top) return undefined;
  return findModule(name, parent, top);
}

function readManifest(folder: string): Manifest {
  return readJson(join(folder, "package.json")) as unknown as Manifest;
}
