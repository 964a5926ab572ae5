import { Mutex } from "./mutex.ts";
import { revive } from "./shared-object.ts";

/**
 * Only one at a time may hold it.
 *
 *     await lock.use(() => { total.value += 1; });
 *
 * Among threads it stands on shared memory; in a process it asks the process that made it, by messages. When its holder
 * ends, it comes free, with a word on stderr.
 * Follows Python's Lock; differs in that waiting gives a promise, and `acquireSync` blocks as Python's does.
 */
export class Lock extends Mutex {
  protected override get reentrant(): boolean {
    return false;
  }
}

/** The lock of that id, which may be the one inside another object: its memory begins with the lock. */
export function lockAt(id: string): Lock {
  return revive(Lock.prototype, { id });
}
