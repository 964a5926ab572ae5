import { spawnLoneThread } from "../worker/lone-thread.ts";
import type { TargetOptions } from "./work.ts";
import { WorkerRun } from "./worker-run.ts";

let made = 0;

/**
 * A function in a thread of this process. Only memory made to be shared is shared: `shared`, `Value`, `SharedArray` and
 * the locks; everything else is copied.
 *
 * Follows Python's threading.Thread; differs in that threads do run in parallel, and can be ended.
 */
export class Thread<A extends unknown[] = unknown[]> extends WorkerRun<A> {
  /** @param options may be left out by a class that has a `run` of its own */
  constructor(options: TargetOptions<A> = {}) {
    made += 1;
    super(options, "Thread", made, spawnLoneThread, true);
  }

  /** Number of the thread; undefined before `start`. */
  get threadId(): number | undefined {
    return this.handle?.threadId;
  }
}
