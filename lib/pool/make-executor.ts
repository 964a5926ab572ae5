import { encodeValues } from "../travel/encode.ts";
import { pack } from "../travel/pack.ts";
import { markObjects } from "../sync/marks.ts";
import { cpuCount } from "../process/cpu-count.ts";
import { LocalExecutor } from "./local-executor.ts";
import type { WireCall } from "./messages.ts";
import { rule, type Rules } from "./options.ts";
import { spawnProcess } from "./process-worker.ts";
import { spawnThread } from "./thread-worker.ts";
import type { Progress } from "./task-bar.ts";
import type { WorkerOptions } from "./worker-handle.ts";

/** What pools and executors have in common. */
export interface ExecutorOptions extends WorkerOptions {
  /** How many tasks run at the same time (default: {@link cpuCount}). */
  workers?: number;
  /** Runs once in each worker before its first task (default: nothing). If it throws, the pool is broken: BrokenExecutorError. */
  initializer?: (...args: never[]) => unknown;
  /** Arguments of the initializer (default: none). */
  initArgs?: readonly unknown[];
  /** Replaces a worker after so many tasks (default: never); a chunk of a map counts as one. */
  maxTasksPerChild?: number;
  /** Every map shows a bar (default: false); a map's own `progress` goes before it. */
  progress?: Progress;
}

export const executorRules: Rules<ExecutorOptions> = {
  workers: rule.count,
  initializer: rule.callable,
  initArgs: rule.list,
  maxTasksPerChild: rule.count,
  memoryLimitMb: rule.count,
  progress: rule.progress,
};

let made = 0;

/**
 * @param options checked by {@link executorRules}
 * @throws TransferError if the initializer cannot travel
 */
export function makeExecutor(
  kind: "threads" | "processes",
  name: string,
  options: ExecutorOptions,
): LocalExecutor {
  made += 1;
  const { maxTasksPerChild, memoryLimitMb } = options;
  return new LocalExecutor({
    workers: options.workers ?? cpuCount(),
    spawn: kind === "threads" ? spawnThread : spawnProcess,
    sharesMemory: kind === "threads",
    name: `${name}-${made}`,
    initializer: packInitializer(options),
    maxTasksPerChild,
    memoryLimitMb,
  });
}

// A pool that nobody can reach any more gets no more work: its workers may end once theirs is done.
const unreachable = new FinalizationRegistry<LocalExecutor>((executor) =>
  executor.close(),
);

/** Closes the executor when `owner`, which alone hands it work, is garbage-collected. */
export function closeWith(owner: object, executor: LocalExecutor): void {
  unreachable.register(owner, executor);
}

function packInitializer(options: ExecutorOptions): WireCall | undefined {
  const { initializer, initArgs = [] } = options;
  if (initializer === undefined) return undefined;
  const { entry, units } = pack(initializer);
  const { values, marked } = markObjects([...initArgs]);
  const encoded = encodeValues(values, (at) => `initArgs[${at}]`);
  return {
    entry,
    units: [...units, ...encoded.units],
    args: encoded.values,
    marked,
  };
}
