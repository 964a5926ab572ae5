import { findNotebook } from "../notebook.ts";

type AnyFunction = (...args: never[]) => unknown;

/** The path of a method within its class: `twice` of a static one, `prototype.times` of another. */
export function methodOf(value: unknown, fn: AnyFunction): string | undefined {
  if (typeof value !== "function" || value.prototype === undefined)
    return undefined;
  if (fn.name.includes(".")) return undefined;
  const { prototype } = value as { prototype: unknown };
  for (const [holder, path] of [
    [value, ""],
    [prototype, "prototype."],
  ] as const) {
    const found = Object.getOwnPropertyDescriptor(holder, fn.name);
    if (found?.value === fn) return path + fn.name;
  }
  return undefined;
}

/** Why a function of a cell cannot be sent. */
export function unsendable(): string {
  return findNotebook()
    ? "stands in a cell and cannot be sent by itself: it is a getter or a method with `super` or a computed name, or it " +
        "belongs to a class inside a function. Declare that class at the top level of a cell, or send a function that " +
        "calls the method: (x) => object.method(x)"
    : "is written inside a function that runs in a worker. From there functions at the top level of a cell can be sent " +
        "on: declare it there, and pass what it captures as arguments";
}
