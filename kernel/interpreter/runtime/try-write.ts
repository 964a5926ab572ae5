import { writeSync } from "node:fs";

/** Writes what the line takes at once, and says how much that was: none when it is full. */
export function tryWrite(fd: number, bytes: Uint8Array): number {
  try {
    return writeSync(fd, bytes);
  } catch {
    return 0;
  }
}
