import { StateError } from "../errors.ts";
import { SharedObject } from "./shared-object.ts";
import { block, deadlineIn, pause } from "./waiting.ts";

const count = 0;
const initial = 1;

/** What a cell of shared memory can count. */
const most = 2 ** 31 - 1;

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
   * @throws RangeError below 0, and above 2,147,483,647
   */
  constructor(value = 1) {
    super(8);
    if (!Number.isInteger(value) || value < 0 || value > most) {
      throw new RangeError(
        `the initial value of a semaphore must be an integer from 0 to ${most}; got ${value}`,
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
   * @throws RangeError unless n is a positive integer, or if it would let more in than 2,147,483,647
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
    for (;;) {
      const now = Atomics.load(cells, count);
      this.checkRoom(now + n);
      if (Atomics.compareExchange(cells, count, now, now + n) === now) break;
    }
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

  protected checkRoom(value: number): void {
    if (value <= most) return;
    throw new RangeError(
      `the semaphore was released too often: it lets at most ${most} in`,
    );
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
  /**
   * Leaves; see {@link Semaphore.release}.
   * @throws StateError if more leave than entered
   */
  override releaseSync(n = 1): void {
    super.releaseSync(n);
  }

  protected override checkRoom(value: number): void {
    if (value <= this.initialValue()) return;
    throw new StateError(
      `the semaphore was released more often than acquired: it lets ${this.initialValue()} in`,
    );
  }
}
