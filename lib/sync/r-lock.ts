import { StateError } from "../pool/errors.ts";
import { identity, SharedObject } from "./shared-object.ts";
import { block, deadlineIn, pause } from "./waiting.ts";

const owner = 0;
const depth = 1;

/**
 * A lock that its holder may take again; it is free when it was released as often. The holder is a thread or process as a
 * whole: two asynchronous functions of one thread do not keep each other out; use a Lock for them.
 * Follows Python's RLock.
 */
export class RLock extends SharedObject {
  constructor() {
    super(8);
  }

  protected override get operations(): readonly string[] {
    return ["acquire", "release"];
  }

  /**
   * Waits for the lock and takes it.
   * @param timeoutSeconds how long to wait (default: for ever; 0 tries once)
   * @param holder who takes it: for this library's own use
   * @returns whether it was taken
   */
  acquire(timeoutSeconds?: number, holder = identity()): Promise<boolean> {
    return this.perform(
      "acquire",
      [timeoutSeconds],
      this.findMemory() !== undefined,
      async () => {
        const deadline = deadlineIn(timeoutSeconds);
        for (;;) {
          const current = this.take(holder);
          if (current === undefined) return true;
          if (!(await pause(this.cells(), owner, current, deadline))) {
            return false;
          }
        }
      },
    );
  }

  /** The same, blocking the thread: for worker threads. */
  acquireSync(timeoutSeconds?: number): boolean {
    const deadline = deadlineIn(timeoutSeconds);
    for (;;) {
      const current = this.take(identity());
      if (current === undefined) return true;
      if (!block(this.cells(), owner, current, deadline)) return false;
    }
  }

  /** @throws StateError if this thread or process does not hold it */
  release(holder = identity()): Promise<void> {
    return this.perform("release", [], this.findMemory() !== undefined, () =>
      this.releaseHere(holder),
    );
  }

  /** @throws StateError if this thread does not hold it; NotSharedError in another process */
  releaseSync(): void {
    this.releaseHere(identity());
  }

  /** Runs `fn` while it holds the lock, and gives the lock back whatever happens. */
  async use<T>(fn: () => T | PromiseLike<T>): Promise<T> {
    await this.acquire();
    try {
      return await fn();
    } finally {
      await this.release();
    }
  }

  /** @returns who holds it instead, or undefined if it was taken */
  private take(holder: number): number | undefined {
    const cells = this.cells();
    const current = Atomics.compareExchange(cells, owner, 0, holder);
    if (current !== 0 && current !== holder) return current;
    Atomics.add(cells, depth, 1);
    return undefined;
  }

  private releaseHere(holder: number): void {
    const cells = this.cells();
    if (Atomics.load(cells, owner) !== holder) {
      throw new StateError(
        "the RLock was released by one who does not hold it",
      );
    }
    if (Atomics.sub(cells, depth, 1) > 1) return;
    Atomics.store(cells, owner, 0);
    Atomics.notify(cells, owner, 1);
  }

  private cells(): Int32Array {
    return new Int32Array(this.memory());
  }
}
