import type { Cells } from "../notebook.ts";
import { methodOf } from "./method.ts";

/** What cells call a function or class: `f`, `Class.method`, `namespace.member`; undefined if they have no name for it. */
export function nameOf(
  notebook: Cells,
  fn: (...args: never[]) => unknown,
): string | undefined {
  const own = notebook.declaration(fn.name);
  if (own && own.kind !== "variable" && notebook.value(fn.name) === fn)
    return fn.name;
  if (notebook.closure(fn)) return undefined;
  for (const name of notebook.names()) {
    const declaration = notebook.declaration(name);
    if (!declaration || declaration.kind === "variable") continue;
    const value = notebook.value(name);
    if (value === fn) return name;
    const method = methodOf(value, fn);
    if (method !== undefined) return `${name}.${method}`;
    if (declaration.kind !== "import" || declaration.imported !== "*") continue;
    for (const [key, member] of Object.entries(value as object))
      if (member === fn) return `${name}.${key}`;
  }
  return undefined;
}
