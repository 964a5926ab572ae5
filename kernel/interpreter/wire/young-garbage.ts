import { collectGarbage } from "../../collect-garbage.ts";

/** A collection takes about as long as messages of this length take together. */
const WORTH_BYTES = 2 * 1024 * 1024;

let bytes = 0;

/**
 * So many bytes of messages have passed through this thread; now and then gives back what such messages leave behind. V8
 * lets 32 to 64 MB of buffers lie before it looks for garbage, and the pools that the memory comes from never shrink again.
 */
export function notePassed(passedBytes: number): void {
  const before = worth();
  bytes += passedBytes;
  // Not in the midst of a message: V8 would take for long-lived what it always meets there, and keep it with the old.
  // Asked for anew every time: Stop may cut the code before it has asked, and Node's queue with what waits in it.
  if (worth() > before) setImmediate(collectYoung).unref();
}

function worth(): number {
  return Math.floor(bytes / WORTH_BYTES);
}

function collectYoung(): void {
  // Done already, by one of those that a long piece of code has asked for.
  if (worth() === 0) return;
  bytes = 0;
  collectGarbage("minor");
}
