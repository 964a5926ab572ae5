import { afterEach } from "vitest";
import type { Pool, PoolOptions } from "../../../lib/index.ts";
import { until, workerProcesses } from "./children.ts";
import { library } from "./library.ts";

export type StartPool = (options: number | PoolOptions) => Pool;

const made: Pool[] = [];

/** What starts pools of one kind; each ends after its test. */
export function startPools(threads: boolean): StartPool {
  return (options) => {
    const chosen = typeof options === "number" ? { workers: options } : options;
    const pool = new library.Pool({ ...chosen, threads });
    made.push(pool);
    return pool;
  };
}

/** Call once in a file that starts pools. */
export function endPoolsAfterEach(): void {
  afterEach(async () => {
    for (const pool of made.splice(0)) {
      pool.terminate();
      await pool.join();
    }
    await until(() => workerProcesses().length === 0, "the end of all workers");
  });
}
