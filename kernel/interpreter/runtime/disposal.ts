interface Resource {
  dispose: (() => unknown) | undefined;
  waits: boolean;
  before: Resource | undefined;
}

/** What one block with `using` has to dispose of, newest first. */
export interface Disposal {
  /** @returns the value, as `using` binds it */
  add<T>(value: T, waits?: boolean): T;
  /** The block ended with this error. */
  fail(error: unknown): void;
  /** Disposes, and throws what failed; returns a promise if one of the resources is of `await using`. */
  end(): void | Promise<void>;
}

/**
 * What a lowered `using` calls, see cell/using.ts. Workers get it as text, with the function that uses it, so it
 * refers to nothing outside.
 * https://tc39.es/proposal-explicit-resource-management/
 */
export function disposal(): Disposal {
  let last: Resource | undefined;
  let waiting = false;
  let failure: { error: unknown } | undefined;

  function methodOf(value: object, waits: boolean): () => unknown {
    const holder = value as Record<symbol, unknown>;
    const own = waits ? holder[Symbol.asyncDispose] : undefined;
    const method = own ?? holder[Symbol.dispose];
    if (typeof method !== "function")
      throw new TypeError(
        `${waits ? "await using" : "using"} needs a value with a method Symbol.${waits ? "asyncDispose" : "dispose"}, or null`,
      );
    // Of a method that does not know of waiting, no promise is waited for.
    if (waits && own == null) return () => void method.call(value);
    return () => method.call(value) as unknown;
  }

  function fail(error: unknown): void {
    failure = { error: failure ? both(error, failure.error) : error };
  }

  function both(error: unknown, suppressed: unknown): unknown {
    const message = "An error was suppressed during disposal";
    if (typeof SuppressedError === "function")
      return new SuppressedError(error, suppressed, message);
    const made = new Error(message);
    for (const [key, value] of [
      ["name", "SuppressedError"],
      ["error", error],
      ["suppressed", suppressed],
    ] as const)
      Object.defineProperty(made, key, {
        value,
        writable: true,
        configurable: true,
      });
    return made;
  }

  function* newestFirst(): Generator<Resource> {
    for (; last; last = last.before) yield last;
  }

  function rethrow(): void {
    if (failure) throw failure.error;
  }

  async function endWaiting(): Promise<void> {
    let owed = false;
    let waited = false;
    for (const { dispose, waits } of newestFirst()) {
      if (!waits && owed && !waited) {
        owed = false;
        await undefined;
      }
      if (!dispose) {
        owed = true;
        continue;
      }
      try {
        const result = dispose();
        if (!waits) continue;
        waited = true;
        await result;
      } catch (error) {
        fail(error);
      }
    }
    if (owed && !waited) await undefined;
    rethrow();
  }

  return {
    add(value, waits = false) {
      if (value === null || value === undefined) {
        if (waits) last = { dispose: undefined, waits, before: last };
      } else {
        if (typeof value !== "object" && typeof value !== "function")
          throw new TypeError(
            `${waits ? "await using" : "using"} needs an object or null, not ${typeof value}`,
          );
        const dispose = methodOf(value, waits);
        last = { dispose, waits, before: last };
      }
      waiting ||= waits;
      return value;
    },
    fail,
    end() {
      if (waiting) return endWaiting();
      for (const { dispose } of newestFirst())
        try {
          dispose!();
        } catch (error) {
          fail(error);
        }
      rethrow();
    },
  };
}
