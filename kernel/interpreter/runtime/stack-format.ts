/** What `Error.prepareStackTrace` is: makes `error.stack` of the frames. */
export type PrepareStackTrace = (
  error: Error,
  frames: NodeJS.CallSite[],
) => unknown;

// Part of the realm of cells, which may have changed everything when this runs.
const OwnError = Error;
const { defineProperty } = Object;
const { apply } = Reflect;
const { add, has } = WeakSet.prototype;
/** The functions of ours that stand for theirs. */
const arounds = new WeakSet();

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
    set: (theirs: unknown) => {
      current = isOurs(theirs) ? theirs : around(theirs);
    },
  });

  function around(theirs: unknown): PrepareStackTrace {
    const overridden = typeof theirs === "function";
    const prepare: PrepareStackTrace = (error, frames) => {
      const text = own(error, frames, overridden);
      return overridden ? apply(theirs, OwnError, [error, frames]) : text;
    };
    apply(add, arounds, [prepare]);
    return prepare;
  }
}

function isOurs(value: unknown): value is PrepareStackTrace {
  return apply(has, arounds, [value]) as boolean;
}
