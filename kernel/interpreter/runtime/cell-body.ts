import type { CellAwaits } from "./cell-awaits.ts";

/** What a compiled cell is: runs it, and calls one of the first two when it has ended. */
export type Body = (
  done: (returned: [value: unknown] | undefined) => void,
  fail: (error: unknown) => void,
  awaits: CellAwaits,
) => void;

/**
 * Has V8 alone call a cell, from a microtask: of each call below the cell's, the debugger makes at every stop a list of all that
 * it can see, and ours see the whole runtime.
 * @returns the value in an object of ours: on one of theirs a cell may have put a `then`
 */
export function runBody(
  body: Body,
  awaits: CellAwaits,
): Promise<{ returned: [value: unknown] | undefined }> {
  return new Promise((resolve, reject) => {
    const done: Parameters<Body>[0] = (returned) => resolve({ returned });
    // Not by the method that the function has: it is the cells', who may have changed it.
    const { bind } = Function.prototype;
    const run = bind.call(body, undefined, done, reject, awaits) as () => void;
    // `new Promise(run)`, so that what is returned to `then` is ours, too.
    void Promise.resolve().then(
      Reflect.construct.bind(undefined, Promise, [run], Promise),
    );
  });
}
