/** What `Error.prepareStackTrace` is: makes `error.stack` of the frames. */
export type PrepareStackTrace = (
  error: Error,
  frames: NodeJS.CallSite[],
) => unknown;

// Part of the realm of cells, which may have changed everything when this runs.
const OwnError = Error;
const { defineProperty } = Object;
const { apply } = Reflect;

/**
 * Lets the runtime see the frames of every error, also when a cell or a package has its own `Error.prepareStackTrace`: theirs
 * says what `error.stack` is, and the runtime is told before.
 * @param own the runtime's; told whether theirs is asked too
 */
export function formatStacks(
  own: (error: Error, frames: NodeJS.CallSite[], overridden: boolean) => string,
): void {
  let current = around(undefined);
  defineProperty(OwnError, "prepareStackTrace", {
    // @ts-expect-error Inherits nothing: a cell may have put a `value` on all objects.
    __proto__: null,
    get: () => current,
    // What it was before, which people put back, is a function of ours.
    set: (theirs: unknown) => (current = Around.of(theirs) ?? around(theirs)),
  });

  function around(theirs: unknown): PrepareStackTrace {
    const overridden = typeof theirs === "function";
    const prepare: PrepareStackTrace = (error, frames) => {
      const text = own(error, frames, overridden);
      return overridden ? apply(theirs, OwnError, [error, frames]) : text;
    };
    new Around(prepare);
    return prepare;
  }
}

// Returning the argument makes the field land on the function itself.
const Itself = function (fn: object) {
  return fn;
} as unknown as new (fn: object) => object;

class Around extends Itself {
  readonly #is = true;

  static of(value: unknown): PrepareStackTrace | undefined {
    return typeof value === "function" && #is in value
      ? (value as unknown as PrepareStackTrace)
      : undefined;
  }
}
