import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { CommandError } from "../command.ts";

/** The folder of this package: the nearest one above this module that has the package's own package.json. */
export function findPackageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!isPackageFolder(folder)) {
    const parent = dirname(folder);
    if (parent === folder)
      throw new CommandError(
        "cannot find romanesco's package.json above its own code. To fix this: install the package again",
      );
    folder = parent;
  }
  return folder;
}

export function readPackageVersion(): string {
  return readJson(join(findPackageFolder(), "package.json")).version as string;
}

/** The command that brings back what this package lacks: a clone is built, elsewhere it comes from pip, or in npm's tarball. */
export function findPackageMend(): string {
  const folder = findPackageFolder();
  if (/^(site|dist)-packages$/.test(basename(dirname(folder))))
    return "pip install --force-reinstall romanesco";
  return existsSync(join(folder, "Makefile"))
    ? `cd ${folder} && npm ci && make build`
    : `npm install -g ./romanesco-${readPackageVersion()}.tgz (npm pack in a clone makes it)`;
}

/** @throws CommandError if the file does not hold a JSON object */
export function readJson(file: string): Record<string, unknown> {
  const text = readFileSync(file, "utf8");
  try {
    const value: unknown = JSON.parse(text);
    if (value !== null && typeof value === "object")
      return value as Record<string, unknown>;
  } catch {
    // Said below, with the file's name.
  }
  throw new CommandError(
    `${file} is not a JSON object. Repair it, or delete it and run the command again`,
  );
}

/**
 * A built part of this package, as an absolute path.
 * @param path relative to `dist`
 * @throws CommandError if it has not been built
 */
export function findBuilt(path: string): string {
  const folder = findPackageFolder();
  const file = join(folder, "dist", path);
  if (!existsSync(file))
    throw new CommandError(
      `${file} is missing. To fix this: ${findPackageMend()}`,
    );
  return file;
}

function isPackageFolder(folder: string): boolean {
  const file = join(folder, "package.json");
  return existsSync(file) && readJson(file).name === "romanesco";
}
