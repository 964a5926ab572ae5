import {
  adviseOnStart,
  BrokenExecutorError,
  describeExit,
  ExecutorClosedError,
  type WorkerExit,
  type WorkerStartError,
} from "../errors.ts";

export function initializerFailed(worker: number, cause: unknown) {
  return new BrokenExecutorError(
    `the pool cannot work: its initializer failed in worker ${worker} (${String(cause)}). Fix it and make a new pool.`,
    { cause },
  );
}

export function cannotStart({ message, cause }: WorkerStartError) {
  return new BrokenExecutorError(`the pool cannot work: ${message}`, { cause });
}

/** @param exit of the last of so many workers in a row that ended before they were ready */
export function startsFailed(times: number, exit: WorkerExit) {
  return new BrokenExecutorError(
    `the pool cannot work: ${times} workers in a row ended as they started; the last one ${describeExit(exit)}. ${adviseOnStart(exit)}`,
    { cause: exit.error },
  );
}

export function closed(): ExecutorClosedError {
  return new ExecutorClosedError(
    "this pool is closed and takes no more tasks; make a new one",
  );
}
