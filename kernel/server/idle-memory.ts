import { getHeapStatistics } from "node:v8";
import { collectGarbage } from "../collect-garbage.ts";

/** So much more than was left the last time is worth 20 ms. */
const WORTH_BYTES = 32 * 1024 * 1024;

/** Front ends send what belongs together within that time. */
const QUIET_MS = 500;

/**
 * Gives back what large messages took. V8 looks for garbage when more memory is asked of it, which after a result of 50 MB
 * may be hours later: until then this process would hold five times as much.
 */
export class IdleMemory {
  #leftBytes = usedBytes();
  #timer: NodeJS.Timeout | undefined;

  /** A request has been answered, whatever it took. */
  answered(): void {
    if (!this.#timer)
      this.#timer = setTimeout(() => this.#giveBack(), QUIET_MS).unref();
  }

  #giveBack(): void {
    this.#timer = undefined;
    if (usedBytes() < this.#leftBytes + WORTH_BYTES) return;
    collectGarbage();
    this.#leftBytes = usedBytes();
  }
}

/** Asked of V8: `process.memoryUsage()` opens a file, and fails where no more may be opened. */
function usedBytes(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}
