import { StateError } from "../errors.ts";
import { SharedObject } from "./shared-object.ts";
import { block, deadlineIn, pause } from "./waiting.ts";

const count = 0;
const initial = 1;

/**
 * Limits how many callers may hold it at the same time.
 *
 *     const seats = new Semaphore(3);
 *     await seats.use(() => eat());
 *
 * Follows Python's Semaphore. `acquire` returns a promise; `acquireSync` blocks, in worker threads.
 */
export class Semaphore extends SharedObject {
  /**
   * @param value how many may enter (default 1)
   * @throws RangeError below 0
   */
  constructor(value = 1) {
    super(8);
    if (!Number.isInteger(value) || value < 0) {
      throw new RangeError(
        `the initial value of a semaphore must be a non-negative integer; got ${value}`,
      );
    }
    const cells = this.cells();
    cells[count] = value;
    cells[initial] = value;
  }

  protected override get operations(): readonly string[] {
    return ["acquire", "release", "getValue"];
  }

  /**
   * Waits until there is room and enters.
   * @param timeoutSeconds how long to wait (default: for ever; 0 tries once)
   * @returns whether it entered
   */
  acquire(timeoutSeconds?: number): Promise<boolean> {
    return this.perform(
      "acquire",
      [timeoutSeconds],
      this.findMemory() !== undefined,
      async (asker) => {
        const deadline = deadlineIn(timeoutSeconds);
        while (!this.enter()) {
          const cells = this.cells();
          if (!(await pause(cells, count, 0, deadline, asker))) return false;
        }
        return true;
      },
    );
  }

  /** The same, blocking the thread: for worker threads. */
  acquireSync(timeoutSeconds?: number): boolean {
    const deadline = deadlineIn(timeoutSeconds);
    while (!this.enter()) {
      if (!block(this.cells(), count, 0, deadline)) return false;
    }
    return true;
  }

  /**
   * Leaves: lets `n` others in (default 1); among threads at once. Nobody else does it for a worker that has ended: the
   * places it took stay taken.
   * @throws RangeError unless n is a positive integer
   */
  release(n = 1): Promise<void> {
    return this.perform("release", [n], this.findMemory() !== undefined, () =>
      this.releaseSync(n),
    );
  }

  /** The same, for threads only. */
  releaseSync(n = 1): void {
    checkCount(n);
    const cells = this.cells();
    Atomics.add(cells, count, n);
    Atomics.notify(cells, count, n);
  }

  /** How many may still enter now. */
  getValue(): Promise<number> {
    return this.perform("getValue", [], this.findMemory() !== undefined, () =>
      Atomics.load(this.cells(), count),
    );
  }

  /** Runs `fn` inside, and leaves whatever happens. */
  async use<T>(fn: () => T | PromiseLike<T>): Promise<T> {
    await this.acquire();
    try {
      return await fn();
    } finally {
      await this.release();
    }
  }

  /** Those who were told of a place may have ended before they could take it; the places that it took stay taken. */
  override leave(_identity: number): void {
    const cells = this.cells();
    Atomics.notify(cells, count, Atomics.load(cells, count));
  }

  protected override describe(): string {
    if (this.findMemory() === undefined) return "in another process";
    return `${Atomics.load(this.cells(), count)} of ${this.initialValue()} free`;
  }

  /** What it started with. */
  protected initialValue(): number {
    return Atomics.load(this.cells(), initial);
  }

  private enter(): boolean {
    const cells = this.cells();
    for (;;) {
      const now = Atomics.load(cells, count);
      if (now <= 0) return false;
      if (Atomics.compareExchange(cells, count, now, now - 1) === now) {
        return true;
      }
    }
  }

  private cells(): Int32Array {
    return new Int32Array(this.memory());
  }
}

function checkCount(n: number): void {
  if (Number.isInteger(n) && n >= 1) return;
  throw new RangeError(
    `the number of times that a semaphore is released must be a positive integer; got ${n}`,
  );
}

/** A Semaphore that notices when it is left more often than entered. Follows Python's BoundedSemaphore. */
export class BoundedSemaphore extends Semaphore {
  /** @throws StateError if more leave than entered */
  override releaseSync(n = 1): void {
    checkCount(n);
    const cells = new Int32Array(this.memory());
    for (;;) {
      const now = Atomics.load(cells, count);
      if (now + n > this.initialValue()) {
        throw new StateError(
          `the semaphore was released more often than acquired: it lets ${this.initialValue()} in`,
        );
      }
      if (Atomics.compareExchange(cells, count, now, now + n) === now) break;
    }
    Atomics.notify(cells, count, n);
  }
}
