import { StateError } from "../pool/errors.ts";
import { revive, SharedObject } from "./shared-object.ts";
import { block, deadlineIn, pause } from "./waiting.ts";

const free = 0;
const held = 1;
/** Held, and somebody may be waiting: whoever releases it must wake one. */
const wanted = 2;

/**
 * Only one at a time may hold it.
 *
 *     await lock.use(() => { total.value += 1; });
 *
 * Among threads it stands on shared memory; in a process it asks the process that made it, by messages.
 * Follows Python's Lock; differs in that waiting gives a promise, and `acquireSync` blocks as Python's does.
 */
export class Lock extends SharedObject {
  constructor() {
    super(4);
  }

  protected override get operations(): readonly string[] {
    return ["acquire", "release", "locked"];
  }

  /**
   * Waits for the lock and takes it.
   * @param timeoutSeconds how long to wait (default: for ever; 0 tries once)
   * @returns whether it was taken
   */
  acquire(timeoutSeconds?: number): Promise<boolean> {
    return this.perform(
      "acquire",
      [timeoutSeconds],
      this.findMemory() !== undefined,
      () => this.acquireHere(timeoutSeconds),
    );
  }

  /**
   * The same, blocking the thread: for worker threads.
   * @throws NotSharedError in another process; StateError in a notebook's own thread, if it had to wait
   */
  acquireSync(timeoutSeconds?: number): boolean {
    const cells = this.cells();
    if (Atomics.compareExchange(cells, 0, free, held) === free) return true;
    const deadline = deadlineIn(timeoutSeconds);
    while (Atomics.exchange(cells, 0, wanted) !== free) {
      if (!block(cells, 0, wanted, deadline)) return false;
    }
    return true;
  }

  /**
   * Gives it back; among threads at once, so that there is no need to await it.
   * @throws StateError if nobody holds it
   */
  release(): Promise<void> {
    return this.perform("release", [], this.findMemory() !== undefined, () =>
      this.releaseSync(),
    );
  }

  /** @throws StateError if nobody holds it; NotSharedError in another process */
  releaseSync(): void {
    const cells = this.cells();
    const before = Atomics.exchange(cells, 0, free);
    if (before === free) {
      throw new StateError("the lock was released, but nobody holds it");
    }
    if (before === wanted) Atomics.notify(cells, 0, 1);
  }

  /** Whether anybody holds it now. */
  locked(): Promise<boolean> {
    return this.perform(
      "locked",
      [],
      this.findMemory() !== undefined,
      () => Atomics.load(this.cells(), 0) !== free,
    );
  }

  /** Runs `fn` while it holds the lock, and gives the lock back whatever happens. Python: `with lock`. */
  async use<T>(fn: () => T | PromiseLike<T>): Promise<T> {
    await this.acquire();
    try {
      return await fn();
    } finally {
      await this.release();
    }
  }

  /** The same, blocking the thread while it waits: for worker threads. */
  useSync<T>(fn: () => T): T {
    this.acquireSync();
    try {
      return fn();
    } finally {
      this.releaseSync();
    }
  }

  private async acquireHere(
    timeoutSeconds: number | undefined,
  ): Promise<boolean> {
    const cells = this.cells();
    if (Atomics.compareExchange(cells, 0, free, held) === free) return true;
    const deadline = deadlineIn(timeoutSeconds);
    while (Atomics.exchange(cells, 0, wanted) !== free) {
      if (!(await pause(cells, 0, wanted, deadline))) return false;
    }
    return true;
  }

  private cells(): Int32Array {
    return new Int32Array(this.memory());
  }
}

/** The lock of that id, which may be the one inside another object: its memory begins with the lock. */
export function lockAt(id: string): Lock {
  return revive(Lock.prototype, { id });
}
