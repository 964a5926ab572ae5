import { LiveTimeline } from "../plots/live-timeline.ts";
import type { TimelineOptions } from "../plots/timeline.ts";
import { CancelledError } from "../errors.ts";
import { Future } from "../future/future.ts";
import { QueueFullError } from "../sync/errors.ts";
import type { Items } from "./items.ts";
import { LazyMap, type LazyMapOptions } from "./lazy-map.ts";
import type { TaskOptions } from "./limits.ts";
import {
  closeWith,
  executorRules,
  makeExecutor,
  type ExecutorOptions,
} from "./make-executor.ts";
import type { Executor } from "./executor.ts";
import { checkOptions, rule, type Rules } from "./options.ts";
import { runOne } from "./run.ts";
import type { Progress } from "./task-bar.ts";
import { makeCall, type Call } from "../worker/task.ts";
import type { TaskRecord } from "../worker/timeline.ts";

/** How an executor is made. Python's parameters of ProcessPoolExecutor and ThreadPoolExecutor. */
export interface PoolExecutorOptions extends Omit<ExecutorOptions, "workers"> {
  /**
   * How many tasks run at the same time (default: {@link cpuCount}, for threads too, which in Python have a few more
   * workers than CPUs).
   */
  maxWorkers?: number;
  /**
   * The maximum number of tasks that may wait (default: no limit): `submit` refuses more, and `await executor.room()` waits
   * until there is room. A map reads its input no further ahead than that.
   */
  maxQueue?: number;
}

/** How a {@link ThreadPoolExecutor} is made. */
export interface ThreadPoolExecutorOptions extends PoolExecutorOptions {
  /** The workers are called "prefix-1", "prefix-2" and so on (default: "ThreadPoolExecutor-1"). Python's thread_name_prefix. */
  threadNamePrefix?: string;
}

/** What the executors' `map` takes, after its iterables. */
export interface ExecutorMapOptions {
  /** Seconds from the call until every result must have been taken (default: no limit). */
  timeout?: number;
  /** Number of items per task (default 1, as in Python). Raise it when an item takes less than about a millisecond. */
  chunkSize?: number;
  /** The maximum number of chunks submitted ahead of the results consumed (default: no limit). Python 3.14's buffersize. */
  bufferSize?: number;
  /** Shows a bar with the function's name, or the words given here (default: as the executor has it). */
  progress?: Progress;
  /** Gives the map up when it aborts: workers that run its items are ended and replaced (default: none). */
  signal?: AbortSignal;
}

const { workers: maxWorkers, ...othersRules } = executorRules;
const processRules: Rules<PoolExecutorOptions> = {
  maxWorkers,
  maxQueue: rule.count,
  ...othersRules,
};

const threadRules: Rules<ThreadPoolExecutorOptions> = {
  ...processRules,
  threadNamePrefix: rule.text,
};

const mapRules: Rules<ExecutorMapOptions> = {
  timeout: rule.seconds,
  chunkSize: rule.count,
  bufferSize: rule.count,
  progress: rule.progress,
  signal: rule.signal,
};

const shutdownRules: Rules<{ wait?: boolean; cancelFutures?: boolean }> = {
  wait: rule.flag,
  cancelFutures: rule.flag,
};

/** The inputs of a map: an array or another iterable for each parameter of the function. */
export type Inputs<A extends unknown[]> = {
  // What they hold is checked, and decides nothing.
  [K in keyof A]: Items<NoInfer<A[K]>>;
};

/**
 * What both executors do. Workers start with the first tasks.
 *
 *     await using executor = new ProcessPoolExecutor(4);
 *     const future = executor.submit(square, 5);
 *     await future; // 25
 *
 * Follows Python's concurrent.futures.Executor. It differs in that a dead worker costs only its own task
 * (WorkerExitError), and the executor keeps working.
 */
abstract class PoolExecutor implements AsyncDisposable {
  readonly #executor: Executor;
  readonly #progress: Progress | undefined;
  readonly #maxQueue: number;
  #turn: Promise<void> = Promise.resolve();

  constructor(
    kind: "threads" | "processes",
    options: number | ThreadPoolExecutorOptions = {},
  ) {
    const chosen =
      typeof options === "number" ? { maxWorkers: options } : options;
    const rules = kind === "threads" ? threadRules : processRules;
    checkOptions(chosen, rules, new.target.name);
    this.#maxQueue = chosen.maxQueue ?? Infinity;
    this.#progress = chosen.progress;
    this.#executor = makeExecutor(kind, new.target.name, {
      ...chosen,
      workers: chosen.maxWorkers,
    });
    closeWith(this, this.#executor);
  }

  /** How many tasks run at the same time. */
  get maxWorkers(): number {
    return this.#executor.workers;
  }

  /**
   * Queues `fn(...args)`. All errors come through the future, also those of an argument that cannot travel.
   * @returns the future of its result
   */
  submit<A extends unknown[], R>(
    fn: (...args: A) => R,
    ...args: A
  ): Future<Awaited<R>> {
    return this.#submit({}, fn, args, this.submit);
  }

  /** Like {@link submit}, with a priority, and a time limit or an AbortSignal that stops the task also while it runs. */
  submitWith<A extends unknown[], R>(
    options: TaskOptions,
    fn: (...args: A) => R,
    ...args: A
  ): Future<Awaited<R>> {
    return this.#submit(options, fn, args, this.submitWith);
  }

  /**
   * Resolves when one more task may be submitted: at once without `maxQueue`. Several who wait get their turns one after the
   * other.
   *
   *     for await (const line of lines) {
   *       await executor.room();
   *       futures.push(executor.submit(parse, line));
   *     }
   */
  room(): Promise<void> {
    if (this.#maxQueue === Infinity) return this.#turn;
    this.#turn = this.#turn.then(() => this.#waitForRoom());
    return this.#turn;
  }

  /**
   * Runs `fn` on every item, or on one item of each iterable until the shortest ends. All tasks are queued at once; the
   * results come lazily: loop over them with `for await`, or await them all as an array.
   * The first error, or the timeout, ends it: items that have not begun are dropped, as in Python.
   * @returns results in input order
   * @throws as results are taken: an item's error; TimeoutError; the signal's reason
   */
  map<T, R>(
    fn: (item: T) => R,
    items: Items<T>,
    options?: ExecutorMapOptions,
  ): MapResults<Awaited<R>>;
  map<A extends unknown[], R>(
    fn: (...args: A) => R,
    ...inputs: [...Inputs<A>, options?: ExecutorMapOptions]
  ): MapResults<Awaited<R>>;
  map<R>(
    fn: (...args: never[]) => R,
    ...rest: unknown[]
  ): MapResults<Awaited<R>> {
    const { inputs, options } = splitOptions(rest);
    checkOptions(options, mapRules, "map");
    const items = inputs.length === 1 ? inputs[0] : zip(inputs);
    return new MapResults<Awaited<R>>(
      this.#executor,
      makeCall(fn, this.map),
      items ?? [],
      {
        mode: inputs.length === 1 ? "each" : "spread",
        ordered: true,
        endsOnError: true,
        chunkSize: options.chunkSize ?? 1,
        window: options.bufferSize ?? this.#maxQueue,
        timeout: options.timeout,
        signal: options.signal,
        progress: options.progress ?? this.#progress,
      },
    );
  }

  /**
   * Takes no more tasks.
   * @param options.wait resolve only when all workers have ended (default: true)
   * @param options.cancelFutures drop tasks that have not begun (default: false)
   */
  async shutdown(
    options: { wait?: boolean; cancelFutures?: boolean } = {},
  ): Promise<void> {
    checkOptions(options, shutdownRules, "shutdown");
    if (options.cancelFutures === true) this.#executor.cancelQueued();
    this.#executor.close();
    if (options.wait !== false) await this.#executor.join();
  }

  /**
   * Ends the workers now; what is not done rejects with CancelledError. Processes get SIGTERM, and SIGKILL when they are
   * not gone after a second. Python 3.14: terminate_workers.
   */
  async terminate(): Promise<void> {
    this.#executor.terminate(new CancelledError("the executor was terminated"));
    await this.#executor.join();
  }

  /** The same with SIGKILL at once, for which there are no handlers. Python 3.14: kill_workers. */
  async kill(): Promise<void> {
    this.#executor.terminate(
      new CancelledError("the executor was killed"),
      true,
    );
    await this.#executor.join();
  }

  /**
   * What ran where and when: data for a plot, `timeline(pool.timeline())`.
   * With `live`, the plot itself, drawn from now on while tasks run; call it before the work.
   */
  timeline(): TaskRecord[];
  timeline(options: { live: true } & TimelineOptions): LiveTimeline;
  timeline(
    options: { live?: boolean } & TimelineOptions = {},
  ): TaskRecord[] | LiveTimeline {
    return options.live
      ? new LiveTimeline(this.#executor, options)
      : this.#executor.timeline();
  }

  /** As in Python's `with`: waits for all tasks. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.shutdown();
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return `${this.constructor.name}(${this.maxWorkers} workers)`;
  }

  #submit<A extends unknown[], R>(
    options: TaskOptions,
    fn: (...args: A) => R,
    args: A,
    caller: Function,
  ): Future<Awaited<R>> {
    if (this.#executor.waiting < this.#maxQueue)
      return runOne(this.#executor, fn, args, options, caller);
    const refused = new Future<Awaited<R>>();
    refused.setException(
      new QueueFullError(
        `the executor's queue is full: maxQueue is ${this.#maxQueue}. Wait before you submit: await executor.room()`,
      ),
    );
    return refused;
  }

  async #waitForRoom(): Promise<void> {
    // Whoever had room before submits first.
    await new Promise((resolve) => void setImmediate(resolve));
    while (this.#executor.waiting >= this.#maxQueue) {
      await new Promise<void>((resolve) => {
        const unwatch = this.#executor.watch(() => {
          unwatch();
          resolve();
        });
      });
    }
  }
}

/** Runs tasks in worker processes: apart in memory, and a crash of one leaves the rest alone. */
export class ProcessPoolExecutor extends PoolExecutor {
  /** @param options the number of workers, or options */
  constructor(options: number | PoolExecutorOptions = {}) {
    super("processes", options);
  }
}

/** Runs tasks in worker threads: their messages cost less, and they can share memory. Unlike Python's they run in parallel. */
export class ThreadPoolExecutor extends PoolExecutor {
  /** @param options the number of workers, or options */
  constructor(options: number | ThreadPoolExecutorOptions = {}) {
    super("threads", options);
  }
}

/**
 * Results of an executor's map: loop over them, or await them as an array, as often as you like. Each comes once from the
 * loop, and the array holds those that it left. Python's Executor.map gives an iterator, too.
 */
export class MapResults<R>
  extends LazyMap<unknown, R>
  implements PromiseLike<R[]>
{
  #all: Promise<R[]> | undefined;

  /** @internal Use `map`. */
  constructor(
    executor: Executor,
    call: Call,
    items: Iterable<unknown>,
    options: LazyMapOptions,
  ) {
    super(executor, call, items, options);
  }

  /** Makes it awaitable: all results, as an array in input order. */
  then<A = R[], B = never>(
    onResult?: ((value: R[]) => A | PromiseLike<A>) | null,
    onError?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#all ??= this.toArray();
    return this.#all.then(onResult, onError);
  }
}

function splitOptions(rest: unknown[]): {
  inputs: Iterable<unknown>[];
  options: ExecutorMapOptions;
} {
  const last = rest.at(-1);
  const inputs =
    isIterable(last) || last === undefined ? rest : rest.slice(0, -1);
  const options = isIterable(last) || last === undefined ? {} : last;
  const wrong = inputs.findIndex((input) => !isIterable(input));
  if (inputs.length === 0 || wrong >= 0) {
    throw new TypeError(
      `map needs an iterable, such as an array, after the function; argument ${Math.max(wrong, 0) + 2} is not iterable`,
    );
  }
  // Checked just now; the options are typed at the call.
  return {
    inputs: inputs as Iterable<unknown>[],
    options: options as ExecutorMapOptions,
  };
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return (
    value !== null && value !== undefined && Symbol.iterator in Object(value)
  );
}

function* zip(inputs: Iterable<unknown>[]): Generator<unknown[]> {
  const iterators = inputs.map((input) => input[Symbol.iterator]());
  try {
    for (;;) {
      const steps = iterators.map((iterator) => iterator.next());
      if (steps.some((step) => step.done === true)) return;
      yield steps.map((step) => step.value);
    }
  } finally {
    for (const iterator of iterators) iterator.return?.();
  }
}
