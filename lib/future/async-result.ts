import { after } from "../platform/clock.ts";
import { callSafely } from "./call-safely.ts";
import { StateError, TimeoutError } from "../errors.ts";

/** Called once the work is done; what they throw is printed. Python's callback and error_callback. */
export interface Callbacks<T> {
  /** Called with the result (default: not called). */
  callback?: (result: T) => unknown;
  /** Called with the error (default: not called); the handle rejects all the same. */
  errorCallback?: (error: unknown) => unknown;
}

/**
 * What `applyAsync`, `mapAsync` and `starmapAsync` return. Await it, or ask with `ready` and `get`.
 * Follows Python's multiprocessing.pool.AsyncResult.
 */
export class AsyncResult<T> implements PromiseLike<T> {
  readonly #promise: Promise<T>;
  #state: "waiting" | "done" | "failed" = "waiting";

  /** @internal Use `applyAsync` and so on. */
  constructor(promise: Promise<T>, callbacks: Callbacks<T> = {}) {
    this.#promise = promise;
    // This also keeps a failure that nobody asks for from ending the program, as in Python.
    promise.then(
      (result) => {
        this.#state = "done";
        callSafely(() => callbacks.callback?.(result), "callback");
      },
      (error: unknown) => {
        this.#state = "failed";
        callSafely(() => callbacks.errorCallback?.(error), "errorCallback");
      },
    );
  }

  /**
   * The result.
   * @param timeoutSeconds how long to wait (default: for ever); the work goes on afterwards
   * @throws the task's own error; TimeoutError
   */
  async get(timeoutSeconds?: number): Promise<T> {
    if (!(await this.#over(timeoutSeconds))) {
      throw new TimeoutError(timeoutSeconds ?? 0, "the result did not come");
    }
    return this.#promise;
  }

  /** Waits until the work is done, or for `timeoutSeconds`; never throws. */
  async wait(timeoutSeconds?: number): Promise<void> {
    await this.#over(timeoutSeconds);
  }

  /** Whether the work is done, well or not. */
  ready(): boolean {
    return this.#state !== "waiting";
  }

  /**
   * Whether it was done without an error.
   * @throws StateError while it is not done
   */
  successful(): boolean {
    if (this.#state === "waiting") {
      throw new StateError("the result is not ready yet; await it first");
    }
    return this.#state === "done";
  }

  /** Makes it awaitable: `await result` is `await result.get()`. */
  then<A = T, B = never>(
    onResult?: ((value: T) => A | PromiseLike<A>) | null,
    onError?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#promise.then(onResult, onError);
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return `AsyncResult(${this.#state})`;
  }

  #over(seconds?: number): Promise<boolean> {
    return new Promise((resolve) => {
      const callOff = after(seconds, () => resolve(false));
      const done = (): void => {
        callOff();
        resolve(true);
      };
      this.#promise.then(done, done);
    });
  }
}
