import { Mutex } from "./mutex.ts";

/**
 * A lock that its holder may take again; it is free when it was released as often. The holder is a thread or process as a
 * whole: two asynchronous functions of one thread do not keep each other out; use a Lock for them.
 * Follows Python's RLock.
 */
export class RLock extends Mutex {
  protected override get reentrant(): boolean {
    return true;
  }
}
