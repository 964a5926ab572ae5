import { lockInside, type Lock } from "./lock.ts";
import { SharedObject } from "./shared-object.ts";

/** Numbers in shared memory, with a lock of their own at its beginning. */
export abstract class LockedObject extends SharedObject {
  /** The lock that belongs to it, for more than one step: `await total.getLock().use(() => ...)`. */
  getLock(): Lock {
    return lockInside(this);
  }

  /** Takes its lock; see {@link Lock.acquire}. A process asks for it by this object's id. */
  acquire(timeoutSeconds?: number): Promise<boolean> {
    return this.getLock().acquire(timeoutSeconds);
  }

  /** Gives its lock back; see {@link Lock.release}. */
  release(): Promise<void> {
    return this.getLock().release();
  }

  /** Whether anybody holds its lock; see {@link Lock.locked}. */
  locked(): Promise<boolean> {
    return this.getLock().locked();
  }

  override leave(identity: number): void {
    this.getLock().leave(identity);
  }

  protected get isHere(): boolean {
    return this.findMemory() !== undefined;
  }
}
