import { findTotal } from "../progress/progress.ts";
import { nameItems } from "./chunks.ts";
import { deadlineIn, type Deadline } from "../platform/clock.ts";
import { TimeoutError } from "../errors.ts";
import type { Executor } from "./executor.ts";
import { Future } from "../future/future.ts";
import { checkIterable } from "./items.ts";
import { packChunk } from "../transfer/numbers.ts";
import { makeTaskBar, type Progress, type TaskBar } from "./task-bar.ts";
import { makeTask, type Call, type Task } from "../worker/task.ts";

export interface LazyMapOptions {
  mode: "each" | "spread";
  chunkSize: number;
  /** Results in input order, or as they come. */
  ordered: boolean;
  /** Chunks on their way or waiting to be taken; the rest of the input is read as results are taken. */
  window: number;
  /** Seconds from now until every result must have been taken (default: no limit). */
  timeout?: number;
  /** Gives the map up when it aborts: workers that run its tasks are ended (default: none). */
  signal?: AbortSignal;
  /** Whether the first error, or the timeout, is the end: tasks that have not begun are dropped (default: false). */
  endsOnError?: boolean;
  progress?: Progress;
}

type Source<T> = Iterator<T, unknown> | AsyncIterator<T, unknown>;

/**
 * Results of a map, one after the other. An error comes at the place of its item, and `next` may be called again after
 * it; `for await` ends there. Leaving the loop early drops the tasks that have not begun.
 * Follows the iterator of Python's Pool.imap; `next(timeout)` is for one step.
 */
export class LazyMap<T, R> implements AsyncIterableIterator<R, undefined> {
  readonly #executor: Executor;
  readonly #call: Call;
  readonly #options: LazyMapOptions;
  readonly #source: Source<T>;
  readonly #deadline: number;
  readonly #bar: TaskBar | undefined;
  // Chunks not taken yet: in input order, or in the order in which they got done.
  readonly #waiting: Future<ArrayLike<R>>[] = [];
  readonly #open = new Set<Task<ArrayLike<R>>>();
  #arrival: (() => void) | undefined;
  #unheed: (() => void) | undefined;
  #chunk: ArrayLike<R> = [];
  #at = 0;
  #read = 0;
  #exhausted = false;
  #returned = false;
  #filling: Promise<void> | undefined;
  #tail: Promise<unknown> = Promise.resolve();

  /** @internal Use `imap`. */
  constructor(
    executor: Executor,
    call: Call,
    items: Iterable<T> | AsyncIterable<T>,
    options: LazyMapOptions,
  ) {
    this.#executor = executor;
    this.#call = call;
    this.#options = options;
    this.#deadline = deadlineIn(options.timeout, "timeout");
    checkIterable(items, "this map");
    this.#source =
      Symbol.asyncIterator in items
        ? items[Symbol.asyncIterator]()
        : items[Symbol.iterator]();
    this.#bar = makeTaskBar(options.progress, call.name, findTotal(items));
    this.#heed(options.signal);
    void this.#fill();
  }

  /**
   * The next result.
   * @param timeoutSeconds how long to wait (default: for ever, or until the map's own timeout)
   * @throws the item's error; TimeoutError
   */
  next(timeoutSeconds?: number): Promise<IteratorResult<R, undefined>> {
    const step = this.#tail.then(() => this.#next(timeoutSeconds));
    this.#tail = step.catch(() => undefined);
    return step;
  }

  /** All results that are left. */
  async toArray(): Promise<R[]> {
    const all: R[] = [];
    for await (const result of this) all.push(result);
    return all;
  }

  /** Ends the iteration, as leaving a `for await` does: tasks that have not begun are dropped. */
  async return(): Promise<IteratorResult<R, undefined>> {
    this.#returned = true;
    this.#exhausted = true;
    this.#unheed?.();
    this.#bar?.stop();
    for (const { future } of this.#open) future.cancel();
    this.#waiting.length = 0;
    this.#chunk = [];
    await this.#source.return?.();
    return { done: true, value: undefined };
  }

  /** It is its own iterator: each result comes once. */
  [Symbol.asyncIterator](): this {
    return this;
  }

  async #next(timeoutSeconds?: number): Promise<IteratorResult<R, undefined>> {
    const step = deadlineIn(timeoutSeconds);
    try {
      if (await this.#reach(Math.min(this.#deadline, step))) {
        // Inside the bounds: it was reached.
        const value = this.#chunk[this.#at] as R;
        this.#at += 1;
        return { done: false, value };
      }
      return { done: true, value: undefined };
    } catch (error) {
      const late = error instanceof TimeoutError && step < this.#deadline;
      if (this.#options.endsOnError === true && !late) await this.return();
      throw error;
    }
  }

  /** Waits until there is a result to give; false at the end. */
  async #reach(deadline: Deadline): Promise<boolean> {
    while (this.#at >= this.#chunk.length) {
      if (!(await this.#hasNext(deadline))) return false;
      this.#at = 0;
      this.#chunk = [];
      this.#chunk = await this.#take(deadline);
    }
    return true;
  }

  #heed(signal: AbortSignal | undefined): void {
    if (signal === undefined) return;
    const abort = (): void => {
      this.#exhausted = true;
      const open = [...this.#open] as unknown as Task[];
      this.#executor.abort(open, signal.reason);
      if (open.length === 0) this.#fail(signal.reason);
    };
    this.#unheed = () => signal.removeEventListener("abort", abort);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  }

  /** The error is the next result. */
  #fail(error: unknown): void {
    const failed = new Future<ArrayLike<R>>();
    failed.setException(error);
    this.#waiting.push(failed);
    this.#arrival?.();
  }

  /** Waits until there is a chunk whose turn it is, done or not; false at the end. */
  async #hasNext(deadline: Deadline): Promise<boolean> {
    while (this.#waiting.length === 0) {
      if (this.#open.size > 0) await this.#arrive(deadline);
      else if (this.#exhausted) return false;
      else await this.#fill();
    }
    return true;
  }

  /** A chunk that is not done in time stays at its place; one that failed is over. */
  async #take(deadline: Deadline): Promise<ArrayLike<R>> {
    const future = this.#waiting[0];
    if (future === undefined) return [];
    if (!future.done()) {
      await waitFor(future, (deadline - performance.now()) / 1000);
    }
    this.#waiting.shift();
    void this.#fill();
    return future.result();
  }

  #arrive(deadline: Deadline): Promise<void> {
    const arrival = new Future<void>();
    this.#arrival = () => arrival.setResult();
    if (this.#waiting.length > 0) return Promise.resolve();
    return waitFor(arrival, (deadline - performance.now()) / 1000);
  }

  #fill(): Promise<void> {
    this.#filling ??= this.#fillNow().finally(
      () => (this.#filling = undefined),
    );
    return this.#filling;
  }

  async #fillNow(): Promise<void> {
    while (!this.#exhausted && this.#pending() < this.#options.window) {
      try {
        const read = this.#readChunk();
        const chunk = Array.isArray(read) ? read : await read;
        if (chunk.length > 0) this.#submit(chunk);
      } catch (error) {
        // The source or the packing failed: that is the next result, and the last.
        this.#exhausted = true;
        this.#fail(error);
      }
    }
    if (this.#exhausted) this.#arrival?.();
    this.#finishBar();
  }

  /** Once all that was read is done, whether it was taken or not. */
  #finishBar(): void {
    if (!this.#exhausted || this.#open.size > 0) return;
    this.#bar?.finish();
    this.#unheed?.();
  }

  #pending(): number {
    return this.#options.ordered
      ? this.#waiting.length
      : this.#waiting.length + this.#open.size;
  }

  /** At once from a plain iterable, so that the first tasks are off before the caller goes on. */
  #readChunk(): T[] | Promise<T[]> {
    const chunk: T[] = [];
    while (chunk.length < this.#options.chunkSize) {
      const step = this.#source.next();
      if (step instanceof Promise) return this.#finishChunk(chunk, step);
      if (!this.#accept(chunk, step as IteratorResult<T>)) break;
    }
    return chunk;
  }

  async #finishChunk(
    chunk: T[],
    first: Promise<IteratorResult<T, unknown>>,
  ): Promise<T[]> {
    let step = await first;
    while (
      this.#accept(chunk, step) &&
      chunk.length < this.#options.chunkSize
    ) {
      step = await this.#source.next();
    }
    return chunk;
  }

  #accept(chunk: T[], step: IteratorResult<T, unknown>): boolean {
    if (step.done === true) this.#exhausted = true;
    else chunk.push(step.value);
    return step.done !== true;
  }

  #submit(chunk: T[]): void {
    const what = nameItems(this.#read);
    this.#read += chunk.length;
    const task = makeTask<ArrayLike<R>>(
      this.#call,
      this.#options.mode,
      [packChunk(chunk)],
      what,
    );
    const { future } = task;
    this.#open.add(task);
    this.#bar?.follow(future, chunk.length);
    if (this.#options.ordered) this.#waiting.push(future);
    this.#executor.submit(task as unknown as Task);
    future.addDoneCallback(() => {
      this.#open.delete(task);
      if (!this.#options.ordered && !this.#returned) this.#waiting.push(future);
      this.#arrival?.();
      this.#finishBar();
    });
  }
}

/** Waits for the end of a future, good or bad. */
async function waitFor(
  future: Future<unknown>,
  seconds: number,
): Promise<void> {
  if (seconds <= 0) throw new TimeoutError(0, "the next result did not come");
  const done = new Future<void>();
  future.addDoneCallback(() => done.setResult());
  await done.result(seconds === Infinity ? undefined : seconds);
}
