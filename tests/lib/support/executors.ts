import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import type {
  PoolExecutorOptions,
  ProcessPoolExecutor,
  ThreadPoolExecutor,
} from "../../../lib/index.ts";
import { until, workerProcesses } from "./children.ts";

export type AnyExecutor = ProcessPoolExecutor | ThreadPoolExecutor;
export type MakeExecutor = (
  options: number | PoolExecutorOptions,
) => AnyExecutor;

/** Makes executors for the tests of a `describe`, and ends them after each test. */
export function endedAfterEach(make: MakeExecutor): MakeExecutor {
  const made: AnyExecutor[] = [];
  afterEach(async () => {
    await Promise.all(made.splice(0).map((each) => each.terminate()));
    await allWorkersEnd();
  });
  return (options) => {
    const executor = make(options);
    made.push(executor);
    return executor;
  };
}

export const allWorkersEnd = (): Promise<void> =>
  until(() => workerProcesses().length === 0, "the end of all workers");

/** A path in a new folder, with no file there. */
export const newFile = (name = "file"): string =>
  join(mkdtempSync(join(tmpdir(), "romanesco-")), name);
