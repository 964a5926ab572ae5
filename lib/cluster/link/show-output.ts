import { writeFully } from "../../worker/worker-output.ts";

const header = 9;

/**
 * Writes the frames of an agent where this notebook's go, or in a plain program to its own streams. From this thread they
 * come out while the main thread computes.
 */
export function showOutput(frames: Uint8Array, fd: number | undefined): void {
  const all = Buffer.from(frames.buffer, frames.byteOffset, frames.byteLength);
  for (let at = 0; at < all.length;) {
    const end = at + 4 + all.readUInt32LE(at);
    if (fd !== undefined) writeFully(fd, all.subarray(at, end));
    else writeFully(all.readUInt8(at + 4), all.subarray(at + header, end));
    at = end;
  }
}
