import { encodeValues } from "../transfer/encode.ts";
import { findCells } from "../notebook.ts";
import { pack } from "../transfer/pack.ts";
import { TransferError } from "../transfer/transfer-error.ts";
import { markObjects } from "../transfer/by-reference.ts";
import { nestingBelow, ownCores } from "../worker/nesting.ts";
import type { Executor } from "./executor.ts";
import { LocalExecutor } from "./local-executor.ts";
import { runsTasks, type RunsTasks } from "./on.ts";
import type { WireCall } from "../worker/messages.ts";
import { rule, type Rules } from "./options.ts";
import { settleHere } from "./settle-future.ts";
import { spawnProcess } from "../worker/process-worker.ts";
import { spawnThread } from "../worker/thread-worker.ts";
import type { Progress } from "./task-bar.ts";
import type { WorkerOptions } from "../worker/worker-handle.ts";

/** What pools and executors have in common. */
export interface ExecutorOptions extends WorkerOptions {
  /**
   * Where the workers are (default: on this machine): a {@link Cluster}. Its workers are processes or threads as each of
   * them was started, and `workers` is at most how many of them there are (default: all, as they come and go).
   */
  on?: RunsTasks;
  /** How many tasks run at the same time (default: {@link cpuCount}; in a worker, which may start a pool too, its share of the cores). */
  workers?: number;
  /** Runs once in each worker before its first task (default: nothing). If it throws, the pool is broken: BrokenExecutorError. */
  initializer?: (...args: never[]) => unknown;
  /** Arguments of the initializer (default: none). */
  initArgs?: readonly unknown[];
  /** The number of tasks after which a worker is replaced (default: never); a chunk of a map counts as one. */
  maxTasksPerChild?: number;
  /** Seconds without a task after which a worker is ended (default: never); another starts when tasks arrive. */
  idleTimeout?: number;
  /** The number of workers that stay, however long they are idle (default: 0). */
  minWorkers?: number;
  /** Every map shows a bar (default: false); a map's own `progress` goes before it. */
  progress?: Progress;
}

export const executorRules: Rules<ExecutorOptions> = {
  workers: rule.count,
  initializer: rule.callable,
  initArgs: rule.list,
  maxTasksPerChild: rule.count,
  memoryLimitMb: rule.count,
  env: rule.record,
  execArgv: rule.texts,
  idleTimeout: rule.seconds,
  minWorkers: rule.size,
  progress: rule.progress,
  on: checkOn,
};

let made = 0;

/**
 * @param options checked by {@link executorRules}
 * @throws TransferError if the initializer cannot travel; StateError inside workers of workers, too deep
 */
export function makeExecutor(
  kind: "threads" | "processes",
  name: string,
  options: ExecutorOptions & { threadNamePrefix?: string },
): Executor {
  made += 1;
  if (options.on !== undefined) {
    if (kind === "threads") throw new TypeError(noThreads);
    return makeRemote(options.on, `${name}-${made}`, options);
  }
  const { workers = ownCores(), threadNamePrefix } = options;
  return new LocalExecutor({
    workers,
    nesting: nestingBelow(workers),
    spawn: kind === "threads" ? spawnThread : spawnProcess,
    sharesMemory: kind === "threads",
    settle: settleHere,
    name: threadNamePrefix ?? `${name}-${made}`,
    initializer: packInitializer(options),
    maxTasksPerChild: options.maxTasksPerChild,
    memoryLimitMb: options.memoryLimitMb,
    env: options.env,
    execArgv: options.execArgv,
    idleTimeout: options.idleTimeout,
    minWorkers: options.minWorkers,
  });
}

const noThreads =
  "threads share this program's memory, and a cluster is elsewhere: leave out threads, or on. Workers that were started with " +
  "romanesco worker --threads run tasks in threads of theirs.";

function makeRemote(
  on: RunsTasks,
  name: string,
  options: ExecutorOptions,
): Executor {
  const { workers, maxTasksPerChild, memoryLimitMb, env, execArgv } = options;
  const { idleTimeout, minWorkers } = options;
  const initializer = packInitializer(options);
  return on[runsTasks]({
    ...{ name, maxWorkers: workers, initializer, maxTasksPerChild },
    ...{ memoryLimitMb, env, execArgv, idleTimeout, minWorkers },
  });
}

function checkOn(value: RunsTasks, name: string): void {
  if (typeof Object(value)[runsTasks] === "function") return;
  throw new TypeError(
    `${name} must be a cluster, as await Cluster.connect() gives; got ${typeof value}`,
  );
}

// A pool that nobody can reach any more gets no more work: its workers may end once theirs is done.
const unreachable = new FinalizationRegistry<Executor>((executor) =>
  executor.close(),
);

/** Closes the executor when `owner`, which alone hands it work, is garbage-collected. */
export function closeWith(owner: object, executor: Executor): void {
  unreachable.register(owner, executor);
}

function packInitializer(options: ExecutorOptions): WireCall | undefined {
  const { initializer, initArgs = [] } = options;
  if (initializer === undefined) return undefined;
  const { entry, units } = pack(initializer);
  refuseCapturedWrites(initializer);
  const { values, marked } = markObjects([...initArgs]);
  const encoded = encodeValues(values, (at) => `initArgs[${at}]`);
  return {
    entry,
    units: [...units, ...encoded.units],
    args: encoded.values,
    marked,
  };
}

/** A variable of a block or a function that an initializer sets is its own: tasks of the same block get theirs from home. */
function refuseCapturedWrites(initializer: object): void {
  const [written] = findCells()?.closure(initializer)?.capturedWrites ?? [];
  if (written === undefined) return;
  throw new TransferError(
    "the initializer",
    `sets "${written}", a variable of the block or function around it, which tasks would not see. Declare ${written} at the ` +
      "top level of a cell: all functions of a worker share it there.",
  );
}
