import { existsSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** The file or the folder above it that is closed to other users of this machine, if one is. */
export function findPrivate(path: string): string | undefined {
  if (process.platform === "win32" || !existsSync(path)) return undefined;
  const parent = dirname(path);
  const above = parent === path ? undefined : findPrivate(parent);
  return above ?? (isOpen(path) ? undefined : path);
}

function isOpen(path: string): boolean {
  const status = statSync(path);
  const [read, enter] = [0o004, 0o001];
  const needed = status.isDirectory() ? enter : read;
  return (status.mode & needed) === needed;
}
