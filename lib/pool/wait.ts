import { TimeoutError } from "./errors.ts";
import type { Future } from "./future.ts";

/** {@link wait} comes back when one future is done. */
export const FIRST_COMPLETED = "FIRST_COMPLETED";
/** {@link wait} comes back when one future failed or was cancelled, or all are done. */
export const FIRST_EXCEPTION = "FIRST_EXCEPTION";
/** {@link wait} comes back when all futures are done. */
export const ALL_COMPLETED = "ALL_COMPLETED";

/** What {@link wait} takes. */
export interface WaitOptions {
  /** Seconds to wait (default: for ever). */
  timeout?: number;
  /** When to come back (default: ALL_COMPLETED). */
  returnWhen?:
    typeof FIRST_COMPLETED | typeof FIRST_EXCEPTION | typeof ALL_COMPLETED;
}

/** What {@link wait} gives: every future is in one of the two. */
export interface WaitResult<F extends Future<unknown>> {
  /** Those done, well or not, and those cancelled. */
  done: Set<F>;
  /** Those that wait or run. */
  notDone: Set<F>;
}

/**
 * Waits for futures; throws nothing and cancels nothing.
 * Follows Python's concurrent.futures.wait.
 * @returns those done and those not done
 */
export function wait<F extends Future<unknown>>(
  futures: Iterable<F>,
  options: WaitOptions = {},
): Promise<WaitResult<F>> {
  const { timeout, returnWhen = ALL_COMPLETED } = options;
  const done = new Set<F>();
  const notDone = new Set(futures);
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    const finish = (): void => {
      clearTimeout(timer);
      // Copies: futures done later do not change an answer given.
      resolve({ done: new Set(done), notDone: new Set(notDone) });
    };
    if (timeout !== undefined) timer = setTimeout(finish, timeout * 1000);
    let watching = false;
    const check = async (last?: F): Promise<void> => {
      if (notDone.size === 0) return finish();
      if (last === undefined || returnWhen === ALL_COMPLETED) return;
      if (returnWhen === FIRST_COMPLETED) return finish();
      const failed = last.cancelled() || (await last.exception()) !== undefined;
      if (failed) finish();
    };
    for (const future of [...notDone]) {
      future.addDoneCallback(() => {
        notDone.delete(future);
        done.add(future);
        // Futures done beforehand are all gathered before the first look.
        if (watching) void check(future);
      });
    }
    watching = true;
    void checkEarlier(done, check).then(() => check());
  });
}

async function checkEarlier<F>(
  done: Set<F>,
  check: (future: F) => Promise<void>,
): Promise<void> {
  for (const future of [...done]) await check(future);
}

/**
 * A future as {@link asCompleted} gives it: the same object, typed as not awaitable. `for await` would otherwise be taken
 * to give the result rather than the future. Ask it with `await future.result()`.
 */
export type CompletedFuture<T> = Future<T> & {
  /** Not to be called: see {@link CompletedFuture}. */
  then: never;
};

/** What a future gives; of a union of futures, what any of them gives. */
export type ResultOf<F> = F extends Future<infer T> ? T : never;

/**
 * Gives the futures in the order in which they get done; the same future twice counts once.
 * Follows Python's concurrent.futures.as_completed.
 * @param timeoutSeconds from the call on (default: no limit)
 * @throws TimeoutError from the loop when some are not done in time
 */
export function asCompleted<F extends Future<unknown>>(
  futures: Iterable<F>,
  timeoutSeconds?: number,
): AsyncIterableIterator<CompletedFuture<ResultOf<F>>, undefined> {
  // Each future gives one of the results.
  const all = futures as Iterable<Future<unknown>> as Iterable<
    Future<ResultOf<F>>
  >;
  return new Completions(all, timeoutSeconds);
}

/** No generator: an async generator would await the futures, and give their results. */
class Completions<T> implements AsyncIterableIterator<
  CompletedFuture<T>,
  undefined
> {
  readonly #ready: Future<T>[] = [];
  readonly #deadline: number;
  #left: number;
  #arrive = (): void => undefined;

  constructor(
    futures: Iterable<Future<T>>,
    readonly timeoutSeconds: number | undefined,
  ) {
    const all = new Set(futures);
    this.#left = all.size;
    this.#deadline = performance.now() + (timeoutSeconds ?? Infinity) * 1000;
    for (const future of all) {
      future.addDoneCallback(() => {
        this.#ready.push(future);
        this.#arrive();
      });
    }
  }

  async next(): Promise<IteratorResult<CompletedFuture<T>, undefined>> {
    if (this.#left === 0) return { done: true, value: undefined };
    if (this.#ready.length === 0) await this.#arrival();
    const value = this.#ready.shift();
    if (value === undefined) return this.next();
    this.#left -= 1;
    // Only the type changes, for the sake of `for await`.
    return { done: false, value: value as CompletedFuture<T> };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #arrival(): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const expire = (): void => {
        const what = `${this.#left} tasks were not done`;
        reject(new TimeoutError(this.timeoutSeconds ?? 0, what));
      };
      const ms = this.#deadline - performance.now();
      const timer = ms === Infinity ? undefined : setTimeout(expire, ms);
      this.#arrive = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
