import { existsSync, realpathSync } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * The path of the running Node that lives longest: version managers and Homebrew put a folder per version on disk, which
 * the next upgrade removes, and a stable link on the PATH.
 * @param program the running Node
 * @param path folders to search for a link to it, as in PATH
 */
export function findStableNode(
  program = process.execPath,
  path = process.env.PATH ?? "",
): string {
  if (!isVersioned(program)) return program;
  const name = process.platform === "win32" ? "node.exe" : "node";
  const links = path
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, name))
    .filter((link) => existsSync(link) && sameFile(link, program));
  return links.find((link) => !isVersioned(link)) ?? program;
}

/**
 * Whether the path names a version and so dies with an upgrade: `~/.nvm/versions/node/v22.3.0/bin/node`, or in pnpm's store
 * `.pnpm/romanesco@0.1.0/node_modules/romanesco`.
 */
export function isVersioned(path: string): boolean {
  return /[/\\]([^/\\]+@|v)?\d+\.\d+(\.\d+)?(_[^/\\]+)?[/\\]/.test(path);
}

/** Whether npm may delete the path on its own: the cache of `npx`. */
export function isFleeting(path: string): boolean {
  return /[/\\]_npx[/\\]/.test(path);
}

function sameFile(one: string, other: string): boolean {
  return realpathSync(one) === realpathSync(other);
}
