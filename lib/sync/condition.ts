import { Lock, lockAt } from "./lock.ts";
import { keepTogether, SharedObject } from "./shared-object.ts";
import { block, deadlineIn, pause } from "./waiting.ts";

/**
 * A place to wait, under a lock, until somebody says that something changed.
 *
 *     await condition.use(() => condition.waitFor(() => items.value > 0));
 *
 * For threads. Follows Python's Condition; a waiter may wake for no reason, as there, so prefer `waitFor`.
 */
export class Condition extends SharedObject {
  /** @internal Which lock it uses. */
  readonly lockId: string;

  /** @param lock the lock to use (default: one of its own) */
  constructor(lock: Lock = new Lock()) {
    super(4);
    this.lockId = lock.id;
    keepTogether(this, lock);
  }

  /** The lock around it. */
  get lock(): Lock {
    return lockAt(this.lockId);
  }

  protected override get operations(): readonly string[] {
    return [];
  }

  /** Takes the lock around it; see {@link Lock.acquire}. */
  acquire(timeoutSeconds?: number): Promise<boolean> {
    return this.lock.acquire(timeoutSeconds);
  }

  /** Gives the lock back; see {@link Lock.release}. */
  release(): Promise<void> {
    return this.lock.release();
  }

  /** Runs `fn` while it holds the lock; see {@link Lock.use}. */
  use<T>(fn: () => T | PromiseLike<T>): Promise<T> {
    return this.lock.use(fn);
  }

  /**
   * Gives the lock back, waits for a notification, takes the lock again.
   * @param timeoutSeconds how long to wait for it (default: for ever)
   * @returns false if none came in time
   */
  async wait(timeoutSeconds?: number): Promise<boolean> {
    const cells = this.cells();
    const seen = Atomics.load(cells, 0);
    const deadline = deadlineIn(timeoutSeconds);
    this.lock.releaseSync();
    const woken = await pause(cells, 0, seen, deadline);
    await this.lock.acquire();
    return woken;
  }

  /** The same, blocking the thread: for worker threads. */
  waitSync(timeoutSeconds?: number): boolean {
    const cells = this.cells();
    const seen = Atomics.load(cells, 0);
    const deadline = deadlineIn(timeoutSeconds);
    this.lock.releaseSync();
    const woken = block(cells, 0, seen, deadline);
    this.lock.acquireSync();
    return woken;
  }

  /**
   * Waits until `predicate` holds, which is asked under the lock, first of all at once.
   * @returns whether it holds
   */
  async waitFor(
    predicate: () => boolean,
    timeoutSeconds?: number,
  ): Promise<boolean> {
    const deadline = deadlineIn(timeoutSeconds);
    while (!predicate()) {
      const left = (deadline - performance.now()) / 1000;
      if (left <= 0 || !(await this.wait(left))) return predicate();
    }
    return true;
  }

  /** The same, blocking the thread: for worker threads. */
  waitForSync(predicate: () => boolean, timeoutSeconds?: number): boolean {
    const deadline = deadlineIn(timeoutSeconds);
    while (!predicate()) {
      const left = (deadline - performance.now()) / 1000;
      if (left <= 0 || !this.waitSync(left)) return predicate();
    }
    return true;
  }

  /** Wakes `n` of those who wait (default 1). Hold the lock. */
  notify(n = 1): void {
    const cells = this.cells();
    Atomics.add(cells, 0, 1);
    Atomics.notify(cells, 0, n);
  }

  /** Wakes all who wait. Hold the lock. */
  notifyAll(): void {
    this.notify(Infinity);
  }

  private cells(): Int32Array {
    return new Int32Array(this.memory());
  }
}
