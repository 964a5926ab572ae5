import { LiveTimeline } from "../plots/live-timeline.ts";
import type { TimelineOptions } from "../plots/timeline.ts";
import { AsyncResult, type Callbacks } from "../future/async-result.ts";
import { defaultChunkSize } from "./chunks.ts";
import { CancelledError, StateError } from "../errors.ts";
import { checkIterable, type Items } from "./items.ts";
import { LazyMap } from "./lazy-map.ts";
import {
  limitRules,
  taskRules,
  type Limits,
  type TaskOptions,
} from "./limits.ts";
import type { Executor } from "./executor.ts";
import {
  closeWith,
  executorRules,
  makeExecutor,
  type ExecutorOptions,
} from "./make-executor.ts";
import { checkOptions, rule, type Rules } from "./options.ts";
import { runAll, runOne } from "./run.ts";
import type { Progress } from "./task-bar.ts";
import { makeCall, type Target } from "../worker/task.ts";
import type { TaskRecord } from "../worker/timeline.ts";

/** How a {@link Pool} is made. Python's parameters of multiprocessing.Pool, and the kind of worker. */
export interface PoolOptions extends ExecutorOptions {
  /** Threads of this process rather than processes (default: false). Only threads share memory. */
  threads?: boolean;
}

/** What `map`, `starmap` and their asynchronous forms take. */
export interface MapOptions extends Limits {
  /** Number of items per task (default: ceil(n / (4 * workers)) for map and starmap, 1 for imap). Use large chunks for small items. */
  chunkSize?: number;
  /** Shows a bar with the function's name, or the words given here (default: as the pool has it). */
  progress?: Progress;
}

/** What {@link Pool.imap} and {@link Pool.imapUnordered} take. */
export type ImapOptions = Pick<MapOptions, "chunkSize" | "progress" | "signal">;

const poolRules: Rules<PoolOptions> = {
  ...executorRules,
  threads: rule.flag,
};

const callbackRules: Rules<Callbacks<unknown>> = {
  callback: rule.callable,
  errorCallback: rule.callable,
};

const applyAsyncRules = { ...taskRules, ...callbackRules };

const mapRules: Rules<MapOptions> = {
  ...limitRules,
  chunkSize: rule.count,
  progress: rule.progress,
};

const mapAsyncRules = { ...mapRules, ...callbackRules };

const imapRules: Rules<ImapOptions> = {
  chunkSize: rule.count,
  progress: rule.progress,
  signal: rule.signal,
};

/**
 * Workers that run a function on many inputs at the same time. They are started immediately.
 *
 *     await using pool = new Pool(4);
 *     await pool.map(square, [1, 2, 3, 4, 5]); // [1, 4, 9, 16, 25]
 *
 * Arguments and results are copied, as by structured clone; instances of your classes keep their class. An error comes
 * back as itself. A worker that dies takes only its own task with it and is replaced.
 *
 * Follows Python's multiprocessing.Pool. It differs in that methods return promises; a dead worker rejects its task
 * (WorkerExitError) rather than leave it waiting for ever; an initializer that throws breaks the pool rather than start
 * workers again and again; and an error of a map drops those of its chunks that have not begun.
 */
export class Pool implements AsyncDisposable, Disposable {
  readonly #executor: Executor;
  readonly #threads: boolean;
  readonly #isElsewhere: boolean;
  readonly #progress: Progress | undefined;
  #state: "open" | "closed" | "terminated" = "open";

  /**
   * @param options the number of workers, or options (default: {@link cpuCount} processes)
   * @throws RangeError for a number of workers that is not a positive integer
   */
  constructor(options: number | PoolOptions = {}) {
    const chosen = typeof options === "number" ? { workers: options } : options;
    checkOptions(chosen, poolRules, new.target.name);
    this.#threads = chosen.threads === true;
    this.#isElsewhere = chosen.on !== undefined;
    this.#progress = chosen.progress;
    this.#executor = makeExecutor(
      this.#threads ? "threads" : "processes",
      "Pool",
      chosen,
    );
    this.#executor.start();
    closeWith(this, this.#executor);
  }

  /** How many tasks run at the same time. */
  get workers(): number {
    return this.#executor.workers;
  }

  /**
   * Runs `fn` on every item.
   * @returns the results in input order, whatever order they complete in
   * @throws the first error of an item; WorkerExitError; TransferError; TimeoutError
   */
  map<T, R>(
    fn: (item: T) => R,
    items: Items<T>,
    options: MapOptions = {},
  ): Promise<Awaited<R>[]> {
    checkOptions(options, mapRules, "map");
    return this.#runAll(fn, "each", items, options, this.map);
  }

  /** Like {@link map}, but returns a handle immediately, with Python's callbacks. */
  mapAsync<T, R>(
    fn: (item: T) => R,
    items: Items<T>,
    options: MapOptions & Callbacks<Awaited<R>[]> = {},
  ): AsyncResult<Awaited<R>[]> {
    checkOptions(options, mapAsyncRules, "mapAsync");
    const results = this.#runAll<R>(fn, "each", items, options, this.mapAsync);
    return new AsyncResult(results, options);
  }

  /**
   * Like {@link map} for a function of several parameters: each item is the array of its arguments. Arrays made before the
   * call need their type: `const pairs: [number, string][] = [[2, "a"], [3, "b"]]`.
   */
  starmap<A extends unknown[], R>(
    fn: (...args: A) => R,
    items: Items<NoInfer<A>>,
    options: MapOptions = {},
  ): Promise<Awaited<R>[]> {
    checkOptions(options, mapRules, "starmap");
    return this.#runAll(fn, "spread", items, options, this.starmap);
  }

  /** Like {@link starmap}, but returns a handle immediately, with Python's callbacks. */
  starmapAsync<A extends unknown[], R>(
    fn: (...args: A) => R,
    items: Items<NoInfer<A>>,
    options: MapOptions & Callbacks<Awaited<R>[]> = {},
  ): AsyncResult<Awaited<R>[]> {
    checkOptions(options, mapAsyncRules, "starmapAsync");
    const results = this.#runAll<R>(
      fn,
      "spread",
      items,
      options,
      this.starmapAsync,
    );
    return new AsyncResult(results, options);
  }

  /**
   * Yields results in input order, each as soon as it is its turn. Reads the input as results are consumed, so it may be
   * endless, and may be asynchronous.
   * @param options `chunkSize`: number of items per task (default 1)
   */
  imap<T, R>(
    fn: (item: T) => R,
    items: Iterable<T> | AsyncIterable<T>,
    options: ImapOptions = {},
  ): LazyMap<T, Awaited<R>> {
    return this.#lazy(fn, items, options, true, this.imap);
  }

  /** Like {@link imap}, but yields each result as soon as it is ready. */
  imapUnordered<T, R>(
    fn: (item: T) => R,
    items: Iterable<T> | AsyncIterable<T>,
    options: ImapOptions = {},
  ): LazyMap<T, Awaited<R>> {
    return this.#lazy(fn, items, options, false, this.imapUnordered);
  }

  /**
   * Runs `fn(...args)` in a worker.
   * @param rest the arguments in an array (default: none), then limits and priority
   */
  apply<A extends unknown[], R>(
    fn: (...args: A) => R,
    ...rest: [] extends A
      ? [args?: NoInfer<A>, options?: TaskOptions]
      : [args: NoInfer<A>, options?: TaskOptions]
  ): Promise<Awaited<R>> {
    const [args = [] as unknown[] as A, options = {}] = rest;
    return runOne(this.#executor, fn, args, options, this.apply).result();
  }

  /** Like {@link apply}, but returns a handle immediately, with Python's callbacks. */
  applyAsync<A extends unknown[], R>(
    fn: (...args: A) => R,
    ...rest: [] extends A
      ? [args?: NoInfer<A>, options?: TaskOptions & Callbacks<Awaited<R>>]
      : [args: NoInfer<A>, options?: TaskOptions & Callbacks<Awaited<R>>]
  ): AsyncResult<Awaited<R>> {
    const [args = [] as unknown[] as A, options = {}] = rest;
    const future = runOne(
      this.#executor,
      fn,
      args,
      options,
      this.applyAsync,
      applyAsyncRules,
    );
    return new AsyncResult(future.result(), options);
  }

  /** Accepts no more tasks; the workers end when all tasks are done. */
  close(): void {
    if (this.#state !== "open") return;
    this.#state = "closed";
    this.#executor.close();
  }

  /**
   * Ends the workers now; what is not done rejects with CancelledError. Processes get SIGTERM, and SIGKILL when they are
   * not gone after a second.
   */
  terminate(): void {
    this.#state = "terminated";
    this.#executor.terminate(new CancelledError("the pool was terminated"));
  }

  /**
   * Resolves when all workers have ended.
   * @throws StateError unless `close` or `terminate` came first
   */
  async join(): Promise<void> {
    if (this.#state === "open") {
      throw new StateError(
        "the pool still takes tasks; call close() or terminate() before join()",
      );
    }
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

  /** As in Python's `with`: terminates. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.terminate();
    await this.join();
  }

  /** Terminates, without waiting for the workers' end: for `using`. */
  [Symbol.dispose](): void {
    this.terminate();
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    const here = this.#threads ? "threads" : "processes";
    const kind = this.#isElsewhere ? "workers of a cluster" : here;
    return `${this.constructor.name}(${this.workers} ${kind}, ${this.#state})`;
  }

  #runAll<R>(
    fn: Target,
    mode: "each" | "spread",
    items: Iterable<unknown>,
    options: MapOptions,
    caller: Function,
  ): Promise<Awaited<R>[]> {
    // The size of the input decides the chunks.
    const all = toArray(items);
    const chunkSize =
      options.chunkSize ?? defaultChunkSize(all.length, this.workers);
    return runAll<R>(
      this.#executor,
      fn,
      mode,
      all,
      {
        progress: this.#progress,
        ...options,
        chunkSize,
      },
      caller,
    );
  }

  #lazy<T, R>(
    fn: (item: T) => R,
    items: Iterable<T> | AsyncIterable<T>,
    options: ImapOptions,
    ordered: boolean,
    caller: Function,
  ): LazyMap<T, Awaited<R>> {
    checkOptions(options, imapRules, caller.name);
    return new LazyMap(this.#executor, makeCall(fn, caller), items, {
      mode: "each",
      ordered,
      chunkSize: options.chunkSize ?? 1,
      // Enough to keep every worker busy while the one who takes the results does something else.
      window: this.workers * 16,
      progress: options.progress ?? this.#progress,
      signal: options.signal,
    });
  }
}

/** @throws TypeError if it is not iterable */
function toArray(items: Iterable<unknown>): readonly unknown[] {
  if (Array.isArray(items)) return items;
  checkIterable(items, "map");
  return [...items];
}

/** A {@link Pool} of threads. Follows Python's multiprocessing.pool.ThreadPool; these threads do run in parallel. */
export class ThreadPool extends Pool {
  constructor(options: number | Omit<PoolOptions, "threads"> = {}) {
    const chosen = typeof options === "number" ? { workers: options } : options;
    super({ ...chosen, threads: true });
  }
}
