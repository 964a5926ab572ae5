import { after } from "../platform/clock.ts";
import { callSafely } from "./call-safely.ts";
import { CancelledError, TimeoutError } from "../errors.ts";

/** Where a task is: in the queue, with a worker, taken out of the queue, or done, well or not. */
export type FutureState = "pending" | "running" | "cancelled" | "finished";

/**
 * The result of a task that may not have run yet. Await it, or ask for its state.
 * A failed future that is never awaited stays silent, as in Python.
 * Follows Python's concurrent.futures.Future; differs in that waiting is asynchronous.
 */
export class Future<T> implements PromiseLike<T> {
  // Invariant: there are no #callbacks once the state is cancelled or finished.
  #state: FutureState = "pending";
  #value: T | undefined;
  #error: unknown;
  #failed = false;
  #callbacks: (() => void)[] | undefined;
  #promise: Promise<T> | undefined;
  /** Of a task sent ahead: takes it back from the worker, if that has not begun. */
  #takeBack: (() => boolean) | undefined;

  /**
   * Waits for the result.
   * @param timeoutSeconds how long to wait (default: for ever); the task itself goes on afterwards
   * @throws the task's own error; CancelledError; TimeoutError
   */
  result(timeoutSeconds?: number): Promise<T> {
    const settled = this.#settled();
    if (timeoutSeconds === undefined || this.done()) return settled;
    return within(settled, timeoutSeconds);
  }

  /**
   * Waits for the end and returns the task's error, or undefined if it has a result.
   * @param timeoutSeconds how long to wait (default: for ever)
   * @throws CancelledError; TimeoutError
   */
  async exception(timeoutSeconds?: number): Promise<unknown> {
    try {
      await this.result(timeoutSeconds);
      return undefined;
    } catch (error) {
      if (this.#state === "finished") return error;
      throw error;
    }
  }

  /** Takes the task out of the queue, or back from a worker that has not begun with it. @returns false if it runs already or is done */
  cancel(): boolean {
    if (this.#state === "cancelled") return true;
    if (this.#state !== "pending") return false;
    if (this.#takeBack?.() === false) return false;
    this.#settle("cancelled", new CancelledError("the task was cancelled"));
    return true;
  }

  /** Whether it was cancelled before it ran, or its pool was terminated. */
  cancelled(): boolean {
    return this.#state === "cancelled";
  }

  /** True from the moment a worker is at the task, as far as can be told from here, until it is done. */
  running(): boolean {
    return this.#state === "running";
  }

  /** Whether it was cancelled or is done, well or not. */
  done(): boolean {
    return this.#state === "cancelled" || this.#state === "finished";
  }

  /** @internal For executors: whether it is done and has no result. */
  failed(): boolean {
    return this.#failed;
  }

  /** @internal For executors: the result of one that is done. Java's name. @throws its error */
  resultNow(): T {
    if (this.#failed) throw this.#error;
    // The value was set before the state became "finished".
    return this.#value as T;
  }

  /** The same in one word. Python keeps it to itself. */
  get state(): FutureState {
    return this.#state;
  }

  /**
   * Calls back with this future once it is done; at once if it is done already. What a callback throws is printed, and
   * changes nothing for the result and the other callbacks.
   * @throws TypeError for something that is not a function
   */
  addDoneCallback(callback: (future: Future<T>) => unknown): void {
    if (typeof callback !== "function") {
      throw new TypeError(
        `addDoneCallback takes a function; got ${typeof callback}`,
      );
    }
    const call = (): void =>
      callSafely(
        () => callback(this),
        `a done callback of ${this.#describe()}`,
      );
    this.#whenDone(call);
  }

  /** Makes it awaitable: `await future` is `await future.result()`. */
  then<A = T, B = never>(
    onResult?: ((value: T) => A | PromiseLike<A>) | null,
    onError?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#settled().then(onResult, onError);
  }

  /** As a promise's. */
  catch<B>(onError: (error: unknown) => B | PromiseLike<B>): Promise<T | B> {
    return this.#settled().catch(onError);
  }

  /** As a promise's. */
  finally(callback: () => void): Promise<T> {
    return this.#settled().finally(callback);
  }

  /** @internal For executors: marks the task as begun. @returns false if it was cancelled or is done */
  setRunning(): boolean {
    this.#takeBack = undefined;
    if (this.#state === "pending") this.#state = "running";
    return this.#state === "running";
  }

  /** @internal For executors: the task went to a worker that has not begun with it, or came back from there. */
  setSent(takeBack: (() => boolean) | undefined): void {
    this.#takeBack = takeBack;
  }

  /** @internal For executors. The first outcome counts: the result of a task that was given up is dropped. */
  setResult(value: T): void {
    if (this.done()) return;
    this.#value = value;
    this.#settle("finished");
  }

  /** @internal For executors. */
  setException(error: unknown): void {
    if (this.done()) return;
    this.#failed = true;
    this.#settle(
      error instanceof CancelledError ? "cancelled" : "finished",
      error,
    );
  }

  /** @internal For executors: back to the queue, because the worker died before it began. */
  setPending(): void {
    this.#takeBack = undefined;
    if (this.#state === "running") this.#state = "pending";
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.#describe();
  }

  #describe(): string {
    if (this.#state !== "finished") return `Future(${this.#state})`;
    const outcome = this.#failed
      ? `raised ${kindOf(this.#error)}`
      : `returned ${kindOf(this.#value)}`;
    return `Future(finished, ${outcome})`;
  }

  #settle(state: "cancelled" | "finished", error?: unknown): void {
    this.#state = state;
    this.#takeBack = undefined;
    if (state === "cancelled") this.#failed = true;
    this.#error = error;
    const callbacks = this.#callbacks ?? [];
    this.#callbacks = undefined;
    for (const callback of callbacks) callback();
  }

  #whenDone(call: () => void): void {
    if (this.done()) call();
    // Not by a push onto an empty array, which would make room for seventeen.
    else if (this.#callbacks === undefined) this.#callbacks = [call];
    else this.#callbacks.push(call);
  }

  // Made on demand: ten thousand tasks need no promise each, and a failure that nobody awaits is no unhandled rejection.
  #settled(): Promise<T> {
    this.#promise ??= new Promise<T>((resolve, reject) => {
      this.#whenDone(() => {
        if (this.#failed) reject(this.#error);
        // The value was set before the state became "finished".
        else resolve(this.#value as T);
      });
    });
    return this.#promise;
  }
}

function within<T>(promise: Promise<T>, seconds: number): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const callOff = after(seconds, () =>
      reject(new TimeoutError(seconds, "the result did not come")),
    );
    promise.then(resolve, reject).finally(callOff);
  });
}

/** "Float64Array", "RangeError", "number": for people. */
function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  const { constructor } = value;
  return typeof constructor === "function" && constructor.name !== ""
    ? constructor.name
    : "an object";
}
