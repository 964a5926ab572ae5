import type { Asker } from "./asker.ts";
import { SharedObject } from "./shared-object.ts";
import { block, deadlineIn, pause } from "./waiting.ts";

/**
 * A flag that others wait for. Follows Python's Event. Its name hides the platform's own Event in the file that imports
 * it. Waiting returns a promise; `waitSync` blocks, in worker threads.
 */
export class Event extends SharedObject {
  constructor() {
    super(4);
  }

  protected override get operations(): readonly string[] {
    return ["set", "clear", "isSet", "wait"];
  }

  /** Raises the flag and wakes all who wait; among threads at once. */
  set(): Promise<void> {
    return this.run("set", [], () => {
      Atomics.store(this.cells(), 0, 1);
      Atomics.notify(this.cells(), 0);
    });
  }

  /** Lowers the flag. */
  clear(): Promise<void> {
    return this.run("clear", [], () => {
      Atomics.store(this.cells(), 0, 0);
    });
  }

  /** Whether the flag is raised. Python: is_set. */
  isSet(): Promise<boolean> {
    return this.run("isSet", [], () => this.isSetSync());
  }

  /** The same at once. @throws NotSharedError in another process */
  isSetSync(): boolean {
    return Atomics.load(this.cells(), 0) === 1;
  }

  /**
   * Waits until the flag is raised.
   * @param timeoutSeconds how long (default: for ever)
   * @returns whether it was raised
   */
  wait(timeoutSeconds?: number): Promise<boolean> {
    return this.run(
      "wait",
      [timeoutSeconds],
      (asker) =>
        // Only `set` wakes: also when the flag is down again by now.
        this.isSetSync() ||
        pause(this.cells(), 0, 0, deadlineIn(timeoutSeconds), asker),
    );
  }

  /** The same, blocking the thread: for worker threads. */
  waitSync(timeoutSeconds?: number): boolean {
    if (this.isSetSync()) return true;
    return block(this.cells(), 0, 0, deadlineIn(timeoutSeconds));
  }

  protected override describe(): string {
    if (this.findMemory() === undefined) return "in another process";
    return this.isSetSync() ? "set" : "not set";
  }

  private run<T>(
    operation: string,
    args: unknown[],
    local: (asker: Asker) => T | Promise<T>,
  ): Promise<T> {
    const here = this.findMemory() !== undefined;
    return this.perform(operation, args, here, local);
  }

  private cells(): Int32Array {
    return new Int32Array(this.memory());
  }
}
