import { spawnProcess } from "../worker/process-worker.ts";
import type { TargetOptions } from "./work.ts";
import { WorkerRun } from "./worker-run.ts";

let made = 0;

/**
 * A function in an operating system process of its own. What it prints appears while it runs.
 *
 *     const process = new Process({ target: greet, args: ["Ada"] });
 *     process.start();
 *     await process.join();
 *
 * Follows Python's multiprocessing.Process; differs in that `join` returns a promise, and that the process is always a
 * fresh one that gets the function, its arguments and what it captures: copies, as with Python's "spawn".
 */
export class Process<A extends unknown[] = unknown[]> extends WorkerRun<A> {
  /** @param options may be left out by a class that has a `run` of its own */
  constructor(options: TargetOptions<A> = {}) {
    made += 1;
    super(options, "Process", made, spawnProcess, false);
  }

  /** Number of the process; undefined before `start`. */
  get pid(): number | undefined {
    return this.handle?.pid;
  }

  override start(): void {
    super.start();
    children.add(this);
    void this.sentinel.then(() => children.delete(this));
  }
}

const children = new Set<Process>();

/**
 * The processes started here with {@link Process} that have not ended, those of pools not among them.
 * Follows Python's multiprocessing.active_children.
 */
export function activeChildren(): Process[] {
  return [...children].filter((each) => each.isAlive());
}
