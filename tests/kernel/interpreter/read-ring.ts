import type { RingReader } from "../../../kernel/interpreter/runtime/ring.ts";
import type { FrameReader } from "../../../kernel/interpreter/wire/frames.ts";

/** Hands on all that waits. */
export function readRing(reader: RingReader, frames: FrameReader): void {
  for (let bytes = reader.waiting(); bytes; bytes = reader.waiting()) {
    // The frames keep what they get.
    frames.push(Buffer.from(bytes));
    reader.release(bytes.length);
  }
}
