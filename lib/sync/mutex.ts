import { currentProcess, currentThread } from "../platform/current.ts";
import { StateError } from "../errors.ts";
import type { Asker } from "./asker.ts";
import { identity, nameOfWorker } from "./identity.ts";
import { SharedObject } from "./shared-object.ts";
import { block, deadlineIn, pause } from "./waiting.ts";

/** The number of who holds it, or 0. */
const owner = 0;
/** How often the owner took it. */
const depth = 1;

/** Memory that a lock takes; in objects that have a lock inside, it comes first. */
export const mutexBytes = 16;

/**
 * What Lock and RLock have in common: one holder, which memory that threads share names by its number.
 *
 * A holder that ends gives it back: nobody else could for an RLock, and those who wait would wait for ever. Python leaves
 * it locked. What the lock guards may be half done then, so that home says it.
 */
export abstract class Mutex extends SharedObject {
  constructor() {
    super(mutexBytes);
  }

  /** Whether its holder may take it again. */
  protected abstract get reentrant(): boolean;

  protected override get operations(): readonly string[] {
    return ["acquire", "release", "locked"];
  }

  /**
   * Waits for the lock and takes it.
   * @param timeoutSeconds how long to wait (default: for ever; 0 tries once)
   * @returns whether it was taken
   */
  acquire(timeoutSeconds?: number): Promise<boolean> {
    const here = this.findMemory() !== undefined;
    return this.perform("acquire", [timeoutSeconds], here, (asker) =>
      this.acquireFor(asker, timeoutSeconds),
    );
  }

  /**
   * The same, blocking the thread: for worker threads.
   * @throws NotSharedError in another process; StateError in a notebook's own thread, if it had to wait
   */
  acquireSync(timeoutSeconds?: number): boolean {
    const deadline = deadlineIn(timeoutSeconds);
    for (;;) {
      const current = this.take(identity());
      if (current === undefined) return true;
      if (!block(this.cells(), owner, current, deadline)) return false;
    }
  }

  /**
   * Gives it back; among threads at once, so that there is no need to await it.
   * @throws StateError if it is not held, or, for an RLock, if another worker holds it
   */
  release(): Promise<void> {
    const here = this.findMemory() !== undefined;
    return this.perform("release", [], here, (asker) =>
      this.releaseFor(asker.identity),
    );
  }

  /** @throws StateError as `release` does; NotSharedError in another process */
  releaseSync(): void {
    this.releaseFor(identity());
  }

  /** Whether anybody holds it now. */
  locked(): Promise<boolean> {
    const here = this.findMemory() !== undefined;
    return this.perform("locked", [], here, () => this.holder() !== 0);
  }

  /** Runs `fn` while it holds the lock, and releases it whatever happens. Python: `with lock`. */
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

  /** @internal Takes it for a worker, which may end meanwhile. */
  async acquireFor(
    asker: Asker,
    timeoutSeconds: number | undefined,
  ): Promise<boolean> {
    const deadline = deadlineIn(timeoutSeconds);
    while (!asker.ended) {
      const current = this.take(asker.identity);
      if (current === undefined) return true;
      if (!(await pause(this.cells(), owner, current, deadline, asker))) {
        break;
      }
    }
    return false;
  }

  /** @internal Gives it back for a worker. */
  releaseFor(holder: number): void {
    const cells = this.cells();
    const current = Atomics.load(cells, owner);
    if (this.reentrant && current !== holder) {
      throw new StateError(
        "release() was called by a thread or process that does not hold the RLock",
      );
    }
    if (current === 0) {
      throw new StateError("the lock was released, but nobody holds it");
    }
    if (Atomics.sub(cells, depth, 1) <= 1) this.free();
  }

  /** @internal Whether that worker holds it. */
  isHeldBy(identity: number): boolean {
    return this.holder() === identity;
  }

  override leave(identity: number): void {
    if (!this.isHeldBy(identity)) {
      // The one who was told that it came free may have ended before it could take it.
      if (this.holder() === 0) this.wakeNext();
      return;
    }
    const name = nameOfWorker(identity) ?? "a worker";
    this.free();
    console.error(
      `${name} ended while it held a ${this.kind}, which is free again: what the ${this.kind} guards may be half done`,
    );
  }

  protected override describe(): string {
    if (this.findMemory() === undefined) return "in another process";
    const holder = this.holder();
    if (holder === 0) return "free";
    const times = Atomics.load(this.cells(), depth);
    return `held by ${nameOf(holder)}${times > 1 ? `, ${times} times` : ""}`;
  }

  /** @returns who holds it instead, or undefined if it was taken */
  private take(holder: number): number | undefined {
    const cells = this.cells();
    const current = Atomics.compareExchange(cells, owner, 0, holder);
    if (current !== 0 && !(this.reentrant && current === holder)) {
      return current;
    }
    Atomics.add(cells, depth, 1);
    return undefined;
  }

  private free(): void {
    const cells = this.cells();
    Atomics.store(cells, depth, 0);
    Atomics.store(cells, owner, 0);
    this.wakeNext();
  }

  private wakeNext(): void {
    Atomics.notify(this.cells(), owner, 1);
  }

  private holder(): number {
    return Atomics.load(this.cells(), owner);
  }

  private get kind(): string {
    return this.reentrant ? "RLock" : "Lock";
  }

  private cells(): Int32Array {
    return new Int32Array(this.memory(), 0, 2);
  }
}

function nameOf(holder: number): string {
  if (holder !== identity()) return nameOfWorker(holder) ?? "another worker";
  const thread = currentThread();
  return thread.threadId === 0 ? currentProcess().name : thread.name;
}
