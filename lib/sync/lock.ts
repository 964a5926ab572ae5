import { Mutex } from "./mutex.ts";
import { keepTogether, revive, type SharedObject } from "./shared-object.ts";

/**
 * Only one at a time may hold it.
 *
 *     await lock.use(() => { total.value += 1; });
 *
 * Among threads it stands on shared memory; in a process it asks the process that made it, by messages. When its holder
 * ends, it comes free, with a word on stderr.
 * Follows Python's Lock; differs in that waiting returns a promise, and `acquireSync` blocks as Python's does.
 */
export class Lock extends Mutex {
  protected override get reentrant(): boolean {
    return false;
  }
}

/** The lock inside another object, whose memory begins with it. Who has the lock keeps the object. */
export function lockInside(owner: SharedObject): Lock {
  const lock = revive(Lock.prototype, { id: owner.id });
  keepTogether(lock, owner);
  return lock;
}
