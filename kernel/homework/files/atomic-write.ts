import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { CommandError } from "../../command.ts";

/**
 * Writes a new file whole or not at all: a temporary file beside it, on disk before it takes the name.
 * @param replace whether an earlier file may be replaced (default not); its rights stay
 * @throws CommandError if the disk is full, or a file of that name is there
 */
export function writeAtomically(
  path: string,
  content: Uint8Array | string,
  { replace = false, mode = 0o644 } = {},
): void {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${process.pid}.part`);
  try {
    mkdirSync(folder, { recursive: true });
    const earlier = statSync(path, { throwIfNoEntry: false });
    writeToDisk(
      temporary,
      Buffer.from(content),
      earlier ? earlier.mode & 0o777 : mode,
    );
    if (replace) renameSync(temporary, path);
    else takeName(temporary, path);
  } catch (error) {
    throw explain(error, path);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function writeToDisk(path: string, content: Buffer, mode: number): void {
  const file = openSync(path, "w", mode);
  try {
    for (let at = 0; at < content.length;) at += writeSync(file, content, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** A link fails where a rename would replace. */
function takeName(temporary: string, path: string): void {
  try {
    linkSync(temporary, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") throw error;
    // A file system without links.
    if (existsSync(path))
      throw Object.assign(new Error(path), { code: "EEXIST" });
    renameSync(temporary, path);
  }
}

function explain(error: unknown, path: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  const cause = { cause: error };
  if (code === "ENOSPC" || code === "EDQUOT")
    return new CommandError(
      `the disk is full: ${path} was not written, and nothing else was changed. Make room and try again`,
      cause,
    );
  if (code === "EEXIST")
    return new CommandError(
      `${path} is there already and stays as it is. Try again in a second`,
      cause,
    );
  return error;
}
