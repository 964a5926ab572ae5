import { after } from "../platform/clock.ts";
import { TimeoutError } from "../errors.ts";
import type { Future } from "../future/future.ts";
import { checkOptions, oneOf, rule, type Rules } from "./options.ts";

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
  /** Gives up waiting when it aborts, and rejects with its reason (default: none). The tasks go on. */
  signal?: AbortSignal;
}

const waitRules: Rules<WaitOptions> = {
  timeout: rule.seconds,
  returnWhen: oneOf(FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED),
  signal: rule.signal,
};

/** What {@link asCompleted} takes. */
export interface CompletedOptions {
  /** Seconds from the call on (default: no limit). */
  timeout?: number;
  /** Ends the loop when it aborts, with its reason (default: none). The tasks go on. */
  signal?: AbortSignal;
}

const completedRules: Rules<CompletedOptions> = {
  timeout: rule.seconds,
  signal: rule.signal,
};

/** What {@link wait} returns: every future is in one of the two. */
export interface WaitResult<F extends Future<unknown>> {
  /** Those done, well or not, and those cancelled. */
  done: Set<F>;
  /** Those that wait or run. */
  notDone: Set<F>;
}

/**
 * Waits for futures; cancels nothing, and does not throw their errors.
 * Follows Python's concurrent.futures.wait.
 * @returns those done and those not done
 * @throws TypeError for something that is not a future, or an unknown option
 */
export async function wait<F extends Future<unknown>>(
  futures: Iterable<F>,
  options: WaitOptions = {},
): Promise<WaitResult<F>> {
  checkOptions(options, waitRules, "wait");
  const { timeout, signal, returnWhen = ALL_COMPLETED } = options;
  const all = toFutures(futures, "wait");
  const isEnough = (last: F): boolean =>
    returnWhen === FIRST_COMPLETED ||
    (returnWhen === FIRST_EXCEPTION && last.failed());
  let left = 0;
  await new Promise<void>((resolve, reject) => {
    signal?.throwIfAborted();
    const finish = (): void => {
      callOff();
      signal?.removeEventListener("abort", abort);
      resolve();
    };
    const abort = (): void => {
      callOff();
      reject(signal?.reason as Error);
    };
    const callOff = after(timeout, finish, "timeout");
    signal?.addEventListener("abort", abort, { once: true });
    for (const future of all) {
      if (future.done()) continue;
      left += 1;
      future.addDoneCallback(() => {
        left -= 1;
        if (left === 0 || isEnough(future)) finish();
      });
    }
    if (left === 0 || all.some((each) => each.done() && isEnough(each)))
      finish();
  });
  // Copies: futures done later do not change an answer given.
  return {
    done: new Set(all.filter((each) => each.done())),
    notDone: new Set(all.filter((each) => !each.done())),
  };
}

/** Each once, in their order. */
function toFutures<F extends Future<unknown>>(
  futures: Iterable<F>,
  call: string,
): F[] {
  const iterable = futures !== null && Symbol.iterator in Object(futures);
  const all = iterable ? [...new Set(futures)] : [];
  const wrong = all.find((each) => !isFuture(each));
  if (iterable && wrong === undefined) return all;
  throw new TypeError(
    `${call} takes futures, such as an array of what submit gave; got ${
      iterable ? `${typeof wrong} among them` : typeof futures
    }. For promises there are Promise.all and Promise.race.`,
  );
}

function isFuture(value: unknown): boolean {
  return (
    typeof value === "object" && value !== null && "addDoneCallback" in value
  );
}

/**
 * A future as {@link asCompleted} yields it: the same object, typed as not awaitable. `for await` would otherwise be taken
 * to yield the result rather than the future. Ask it with `await future.result()`.
 */
export type CompletedFuture<T> = Future<T> & {
  /** Not to be called: see {@link CompletedFuture}. */
  then: never;
};

/** What a future gives; of a union of futures, what any of them gives. */
export type ResultOf<F> = F extends Future<infer T> ? T : never;

/**
 * Yields the futures in the order in which they complete; the same future twice counts once.
 * Follows Python's concurrent.futures.as_completed.
 * @param options seconds from the call on (default: no limit), or `{ timeout, signal }`
 * @throws TimeoutError from the loop when some are not done in time; the signal's reason
 */
export function asCompleted<F extends Future<unknown>>(
  futures: Iterable<F>,
  options: number | CompletedOptions = {},
): AsyncIterableIterator<CompletedFuture<ResultOf<F>>, undefined> {
  const chosen = typeof options === "number" ? { timeout: options } : options;
  checkOptions(chosen, completedRules, "asCompleted");
  // Each future gives one of the results.
  const all = toFutures(futures, "asCompleted") as Future<unknown>[];
  return new Completions(all as Future<ResultOf<F>>[], chosen);
}

/** No generator: an async generator would await the futures, and give their results. */
class Completions<T> implements AsyncIterableIterator<
  CompletedFuture<T>,
  undefined
> {
  // Invariant: one of the two is empty.
  readonly #ready: Future<T>[] = [];
  readonly #takers: ((step: Step<T>) => void)[] = [];
  readonly #options: CompletedOptions;
  readonly #release: () => void;
  /** Futures not given yet, taken or not. */
  #left: number;
  /** Why no more come. */
  #ended: { reason: unknown } | undefined;

  constructor(futures: Future<T>[], options: CompletedOptions) {
    this.#options = options;
    this.#left = futures.length;
    const { timeout, signal } = options;
    const abort = (): void => this.#end(signal?.reason);
    const callOff = after(timeout, () => this.#expire(), "timeout");
    this.#release = () => {
      callOff();
      signal?.removeEventListener("abort", abort);
    };
    signal?.addEventListener("abort", abort, { once: true });
    if (signal?.aborted === true) abort();
    for (const future of futures) {
      future.addDoneCallback(() => this.#arrive(future));
    }
    if (this.#left === 0) this.#release();
  }

  next(): Promise<Result<T>> {
    // The order of the calls is the order of the answers.
    return new Promise((resolve, reject) => {
      const take = (step: Step<T>): void =>
        "reason" in step ? reject(step.reason as Error) : resolve(step);
      const future = this.#ready.shift();
      if (future !== undefined) take(give(future));
      else if (this.#ended !== undefined) take(this.#ended);
      else if (this.#left === 0) take({ done: true, value: undefined });
      else this.#takers.push(take);
    });
  }

  /** Leaving the loop early ends the waiting. */
  return(): Promise<Result<T>> {
    this.#left = 0;
    this.#ready.length = 0;
    this.#finish();
    return this.next();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #arrive(future: Future<T>): void {
    if (this.#left === 0) return;
    this.#left -= 1;
    const take = this.#takers.shift();
    if (take === undefined) this.#ready.push(future);
    else take(give(future));
    if (this.#left === 0) this.#finish();
  }

  #expire(): void {
    const { timeout = 0 } = this.#options;
    this.#end(new TimeoutError(timeout, `${this.#left} tasks were not done`));
  }

  #end(reason: unknown): void {
    this.#ended ??= { reason };
    this.#finish();
  }

  #finish(): void {
    this.#release();
    const last = this.#ended ?? { done: true as const, value: undefined };
    for (const take of this.#takers.splice(0)) take(last);
  }
}

type Result<T> = IteratorResult<CompletedFuture<T>, undefined>;
type Step<T> = Result<T> | { reason: unknown };

function give<T>(future: Future<T>): Result<T> {
  // Only the type changes, for the sake of `for await`.
  return { done: false, value: future as CompletedFuture<T> };
}
