import { findTotal } from "../progress/progress.ts";
import { ChunkFeed } from "./chunk-feed.ts";
import { deadlineIn, type Deadline } from "../platform/clock.ts";
import { CancelledError, TimeoutError } from "../errors.ts";
import type { Executor } from "./executor.ts";
import { Future } from "../future/future.ts";
import { checkIterable } from "./items.ts";
import { Failure, Outcomes } from "./outcomes.ts";
import { makeTaskBar, type Progress, type TaskBar } from "./task-bar.ts";
import type { Call } from "../worker/task.ts";

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
  readonly #options: LazyMapOptions;
  readonly #source: Source<T>;
  readonly #deadline: number;
  readonly #bar: TaskBar | undefined;
  readonly #feed: ChunkFeed<R>;
  #outcomes = new Outcomes<ArrayLike<R>>();
  #arrival: (() => void) | undefined;
  #unheed: (() => void) | undefined;
  #chunk: ArrayLike<R> = [];
  #at = 0;
  /** Chunks taken. */
  #taken = 0;
  /** After the chunks comes this, if their source failed. */
  #failure: Failure | undefined;
  #exhausted = false;
  #returned = false;
  #filling = false;
  #tail: Promise<unknown> = Promise.resolve();

  /** @internal Use `imap`. */
  constructor(
    executor: Executor,
    call: Call,
    items: Iterable<T> | AsyncIterable<T>,
    options: LazyMapOptions,
  ) {
    this.#options = options;
    this.#deadline = deadlineIn(options.timeout, "timeout");
    checkIterable(items, "this map");
    this.#source =
      Symbol.asyncIterator in items
        ? items[Symbol.asyncIterator]()
        : items[Symbol.iterator]();
    this.#bar = makeTaskBar(options.progress, call.name, findTotal(items));
    const { mode, chunkSize } = options;
    this.#feed = new ChunkFeed<R>({
      executor,
      call,
      mode,
      chunkSize,
      bar: this.#bar,
      settled: (place, outcome) => this.#settled(place, outcome),
    });
    this.#heed(options.signal);
    this.#fill();
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
    this.#feed.cancel(new CancelledError("the task was cancelled"));
    this.#outcomes = new Outcomes();
    this.#failure = undefined;
    this.#taken = this.#feed.places;
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
      this.#chunk = this.#take();
    }
    return true;
  }

  #heed(signal: AbortSignal | undefined): void {
    if (signal === undefined) return;
    const abort = (): void => {
      this.#exhausted = true;
      if (this.#feed.idle) this.#fail(signal.reason);
      else this.#feed.abort(signal.reason);
    };
    this.#unheed = () => signal.removeEventListener("abort", abort);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  }

  /** The error is the next result, and the last. */
  #fail(error: unknown): void {
    this.#failure = new Failure(error);
    this.#arrival?.();
  }

  #settled(place: number, outcome: ArrayLike<R> | Failure): void {
    if (!this.#returned)
      this.#outcomes.put(outcome, this.#options.ordered ? place : undefined);
    this.#arrival?.();
    this.#finishBar();
  }

  /** Waits until a chunk is done whose turn it is; false at the end. One that is not done in time stays at its place. */
  async #hasNext(deadline: Deadline): Promise<boolean> {
    while (!this.#outcomes.ready) {
      if (this.#pending === 0 && this.#exhausted)
        return this.#failure !== undefined;
      const arrived = this.#arrive(deadline);
      this.#fill();
      await arrived;
    }
    return true;
  }

  #take(): ArrayLike<R> {
    if (!this.#outcomes.ready) {
      const failure = this.#failure;
      this.#failure = undefined;
      throw failure?.error;
    }
    this.#taken += 1;
    this.#fill();
    return this.#outcomes.take();
  }

  /** Waits for something that may be what is waited for. */
  async #arrive(deadline: Deadline): Promise<void> {
    const arrival = new Future<void>();
    this.#arrival = () => arrival.setResult();
    const seconds = (deadline - performance.now()) / 1000;
    if (seconds <= 0) throw new TimeoutError(0, "the next result did not come");
    await arrival.result(seconds === Infinity ? undefined : seconds);
  }

  #fill(): void {
    if (this.#filling || this.#exhausted) return;
    this.#filling = true;
    void this.#readAhead();
  }

  async #readAhead(): Promise<void> {
    while (!this.#exhausted && this.#pending < this.#options.window) {
      try {
        const read = this.#readChunk();
        if (!Array.isArray(read)) this.#feed.flush();
        const chunk = Array.isArray(read) ? read : await read;
        if (chunk.length > 0 && !this.#isOver) this.#feed.add(chunk);
      } catch (error) {
        // The source or the packing failed: that is the next result, and the last.
        this.#exhausted = true;
        this.#fail(error);
      }
    }
    this.#feed.flush();
    this.#filling = false;
    if (this.#exhausted) this.#arrival?.();
    this.#finishBar();
  }

  /** Whether nobody wants more, though some may have been read. */
  get #isOver(): boolean {
    return this.#returned || this.#options.signal?.aborted === true;
  }

  /** Once all that was read is done, whether it was taken or not. */
  #finishBar(): void {
    if (!this.#exhausted || !this.#feed.idle) return;
    this.#bar?.finish();
    this.#unheed?.();
  }

  /** Chunks that were read and not taken. */
  get #pending(): number {
    return this.#feed.places - this.#taken;
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
}
