import { collectGarbage } from "../../collect-garbage.ts";

/** A collection takes about as long as messages of this length take together. */
const WORTH_BYTES = 2 * 1024 * 1024;

let bytes = 0;

/**
 * So many bytes of messages have passed through this thread; now and then gives back what such messages leave behind. V8
 * lets 32 to 64 MB of buffers lie before it looks for garbage, and the pools that the memory comes from never shrink again.
 */
export function notePassed(passedBytes: number): void {
  const before = bytes;
  bytes += passedBytes;
  // Not in the midst of a message: V8 would take for long-lived what it always meets there, and keep it with the old.
  if (before < WORTH_BYTES && bytes >= WORTH_BYTES)
    setImmediate(collectYoung).unref();
}

function collectYoung(): void {
  bytes = 0;
  collectGarbage("minor");
}
