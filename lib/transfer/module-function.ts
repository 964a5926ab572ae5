import { findCells, findNotebook } from "../notebook.ts";
import { fileOf } from "./file-of.ts";
import { originOfFunction } from "./origin.ts";

type AnyFunction = (...args: never[]) => unknown;
type Found =
  { url: string; name: string } | { url?: undefined; reason: string };

const known = new WeakMap<AnyFunction, Found>();

/**
 * Finds the module that a function comes from, so that a worker can import it: V8 knows the file of every function.
 * The worker takes the export of that name; whether there is one shows there.
 */
export function findExport(fn: AnyFunction): Found {
  let found = known.get(fn);
  if (!found) known.set(fn, (found = search(fn)));
  return found;
}

function search(fn: AnyFunction): Found {
  const source = Function.prototype.toString.call(fn);
  if (/\{\s*\[native code\]\s*\}$/.test(source))
    return {
      reason:
        "is a built-in function, which cannot be sent; wrap it: (x) => it(x)",
    };
  if (!fn.name) return { reason: whyNameless(fn) };
  const url = fileOf(fn);
  if (!url?.startsWith("file:"))
    return { reason: `does not come from a module file; ${advice()}` };
  return { url, name: fn.name };
}

function whyNameless(fn: AnyFunction): string {
  const origin = findNotebook() && originOfFunction(fn);
  return origin === undefined
    ? `has no name by which a worker could import it; ${advice()}`
    : `comes from ${origin} and has no name by which a worker could import it; ${callInside}`;
}

/** What to do with a function that a worker can't import. */
export const callInside =
  "call what makes it inside the function that workers run, or wrap it: (x) => it(x)";

function advice(): string {
  if (findNotebook())
    return "write it in a cell, or export it from a module and import it";
  return findCells()
    ? "from a worker, functions at the top level of a cell can be sent on: declare it there, and pass what it captures as arguments"
    : "in a program without a notebook, workers import what they run: export it by name from a module that starts no workers, " +
        "and pass what it captures as arguments";
}
