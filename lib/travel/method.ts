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
