import { StateError } from "../errors.ts";
import type { Asker } from "./asker.ts";
import { identity } from "./identity.ts";
import { Lock } from "./lock.ts";
import { Mutex } from "./mutex.ts";
import { RLock } from "./r-lock.ts";
import { keepTogether, revive, SharedObject } from "./shared-object.ts";
import { block, deadlineIn, pause } from "./waiting.ts";

/** How many notifications there were. */
const news = 0;
/** How many wait. */
const waiting = 1;
/** How many were woken and do not have the lock again yet. */
const woken = 2;

/**
 * A place to wait, under a lock, until somebody says that something changed.
 *
 *     await condition.use(() => condition.waitFor(() => items.value > 0));
 *
 * Follows Python's Condition; a waiter may wake for no reason, as there, so prefer `waitFor`. Waiting gives back one of the
 * times that the lock was taken, not all: asynchronous functions of one thread may wait side by side, but one that took the
 * lock twice keeps it while it waits.
 */
export class Condition extends SharedObject {
  /** @internal Which lock it uses. */
  readonly lockId: string;
  /** @internal Which kind of lock it is. */
  readonly reentrant: boolean;

  /**
   * @param lock the lock to use, a Lock or an RLock (default: an RLock of its own)
   * @throws TypeError for anything else
   */
  constructor(lock: Lock | RLock = new RLock()) {
    super(12);
    if (!(lock instanceof Mutex)) {
      throw new TypeError(
        "the lock of a condition must be a Lock or an RLock; leave it out for an RLock of its own",
      );
    }
    this.lockId = lock.id;
    this.reentrant = lock instanceof RLock;
    keepTogether(this, lock);
  }

  /** The lock around it. */
  get lock(): Lock | RLock {
    const fields = { id: this.lockId };
    const lock = this.reentrant
      ? revive(RLock.prototype, fields)
      : revive(Lock.prototype, fields);
    keepTogether(lock, this);
    return lock;
  }

  protected override get operations(): readonly string[] {
    return ["wait", "notify"];
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
   * @throws StateError without the lock
   */
  wait(timeoutSeconds?: number): Promise<boolean> {
    return this.perform("wait", [timeoutSeconds], this.isHere, (asker) =>
      this.waitHere(asker, timeoutSeconds),
    );
  }

  /** The same, blocking the thread: for worker threads. */
  waitSync(timeoutSeconds?: number): boolean {
    const deadline = deadlineIn(timeoutSeconds);
    const seen = this.leaveLock(identity());
    let told = false;
    try {
      told = block(this.cells(), news, seen, deadline);
      return told;
    } finally {
      Atomics.sub(this.cells(), waiting, 1);
      this.lock.acquireSync();
      if (told) this.settle(1);
    }
  }

  /**
   * Waits until `predicate` holds, which is asked under the lock, first of all at once.
   * @returns whether it holds
   * @throws StateError without the lock
   */
  async waitFor(
    predicate: () => boolean | PromiseLike<boolean>,
    timeoutSeconds?: number,
  ): Promise<boolean> {
    const deadline = deadlineIn(timeoutSeconds);
    for (;;) {
      const asked = predicate();
      // Without a pause where there need be none: no notification may come between asking and waiting.
      if (typeof asked === "boolean" ? asked : await asked) return true;
      const left = (deadline - performance.now()) / 1000;
      if (left <= 0 || !(await this.wait(left))) return predicate();
    }
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

  /**
   * Wakes `n` of those who wait (default 1); among threads at once.
   * @throws StateError without the lock; RangeError unless n is an integer from 0 up, or Infinity
   */
  notify(n = 1): Promise<void> {
    return this.perform("notify", [n], this.isHere, (asker) =>
      this.wake(n, asker.identity),
    );
  }

  /** The same, for worker threads. */
  notifySync(n = 1): void {
    this.wake(n, identity());
  }

  /** Wakes all who wait. @throws StateError without the lock */
  notifyAll(): Promise<void> {
    return this.notify(Infinity);
  }

  /** Those who were woken may have ended before they had the lock again: as many others wake instead, if for nothing. */
  override leave(_identity: number): void {
    const lost = Atomics.load(this.cells(), woken);
    if (lost === 0) return;
    this.settle(lost);
    this.wakeNext(lost);
  }

  protected override describe(): string {
    if (!this.isHere) return "in another process";
    return `${Atomics.load(this.cells(), waiting)} wait`;
  }

  private async waitHere(
    asker: Asker,
    timeoutSeconds: number | undefined,
  ): Promise<boolean> {
    const deadline = deadlineIn(timeoutSeconds);
    const cells = this.cells();
    const seen = this.leaveLock(asker.identity);
    const told = await pause(cells, news, seen, deadline, asker);
    Atomics.sub(cells, waiting, 1);
    const back = await this.lock.acquireFor(asker, undefined);
    if (told) this.settle(1);
    // It ended meanwhile: another may be glad of the news.
    if (told && !back) this.wakeNext(1);
    return told;
  }

  /** @returns the notifications seen so far: any further one ends the wait */
  private leaveLock(holder: number): number {
    const { lock } = this;
    this.expectLock(lock, holder, "wait");
    const seen = Atomics.load(this.cells(), news);
    Atomics.add(this.cells(), waiting, 1);
    lock.releaseFor(holder);
    return seen;
  }

  private wake(n: number, holder: number): void {
    this.expectLock(this.lock, holder, "notify");
    if (n !== Infinity && !(Number.isInteger(n) && n >= 0)) {
      throw new RangeError(
        `the number to notify must be an integer from 0 up; got ${n}`,
      );
    }
    Atomics.add(this.cells(), news, 1);
    this.wakeNext(n);
  }

  private wakeNext(n: number): void {
    const cells = this.cells();
    Atomics.add(cells, woken, Atomics.notify(cells, news, n));
  }

  /** So many of those who were woken have gone on, or ended. */
  private settle(n: number): void {
    const cells = this.cells();
    for (;;) {
      const now = Atomics.load(cells, woken);
      const left = Math.max(0, now - n);
      if (Atomics.compareExchange(cells, woken, now, left) === now) return;
    }
  }

  private expectLock(lock: Mutex, holder: number, what: string): void {
    if (lock.isHeldBy(holder)) return;
    throw new StateError(
      `${what} needs the condition's lock: write condition.use(() => condition.${what}())`,
    );
  }

  private get isHere(): boolean {
    return this.findMemory() !== undefined;
  }

  private cells(): Int32Array {
    return new Int32Array(this.memory());
  }
}
