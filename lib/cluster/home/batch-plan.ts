import { median } from "../../timing/statistics.ts";
import type { Times } from "../../worker/messages.ts";

/** A batch should keep a worker busy for so long: the way there and back costs about a tenth of it. */
const batchMs = 6;
const largest = 400;
const remembered = 16;

/** Below this, a batch for each worker waits at the server, so that none waits for home. */
const shortMs = 200;

/** How many tasks travel together, and how many batches are under way, by how long tasks took of late. */
export class BatchPlan {
  readonly #recent: number[] = [];
  #next = 0;

  record({ started, ended }: Times): void {
    this.#recent[this.#next] = ended - started;
    this.#next = (this.#next + 1) % remembered;
  }

  /** Most tasks a batch: one as long as nothing is known. */
  get size(): number {
    if (this.#recent.length === 0) return 1;
    // Not the slowest: those that wait behind a slow one come back from there. Nor the mean: on a busy machine a few take a
    // hundred times as long as the others.
    const fitting = Math.floor(batchMs / median(this.#recent));
    return Math.max(1, Math.min(largest, fitting));
  }

  /**
   * Most batches under way.
   * @param slots workers there are, or none yet
   * @param most as the pool's maker has it
   */
  window(slots: number, most: number | undefined): number {
    // A worker more than was asked for would be one too many.
    if (most !== undefined) return most;
    const isShort = Math.max(0, ...this.#recent) < shortMs;
    return Math.max(2, isShort ? slots * 2 : slots);
  }
}
