/** A package.json, as far as it says what may be imported. */
export interface Manifest {
  name?: string;
  version?: string;
  main?: unknown;
  types?: unknown;
  typings?: unknown;
  exports?: unknown;
  peerDependencies?: Record<string, string>;
}

/**
 * The file, from the package's folder, that `exports` gives for a subpath under some conditions; undefined if it gives none.
 * https://nodejs.org/api/esm.html#resolution-algorithm-specification
 */
export function resolveExports(
  exports: unknown,
  subpath: string,
  conditions: ReadonlySet<string>,
): string | undefined {
  const table = isTable(exports) ? exports : { ".": exports };
  if (Object.hasOwn(table, subpath) && !subpath.includes("*"))
    return pick(table[subpath], "", conditions);
  const patterns = Object.keys(table)
    .filter((key) => key.split("*").length === 2 || key.endsWith("/"))
    .filter((key) => matches(key, subpath))
    .sort((a, b) => b.indexOf("*") - a.indexOf("*") || b.length - a.length);
  const [best] = patterns;
  return best === undefined
    ? undefined
    : pick(table[best], starOf(best, subpath), conditions);
}

function isTable(exports: unknown): exports is Record<string, unknown> {
  return (
    isObject(exports) &&
    Object.keys(exports).every((key) => key.startsWith("."))
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function matches(pattern: string, subpath: string): boolean {
  const [before = "", after = ""] = pattern.split("*");
  return (
    subpath.startsWith(before) &&
    subpath.endsWith(after) &&
    subpath.length >= before.length + after.length
  );
}

function starOf(pattern: string, subpath: string): string {
  const [before = "", after = ""] = pattern.split("*");
  return subpath.slice(before.length, subpath.length - after.length);
}

function pick(
  target: unknown,
  star: string,
  conditions: ReadonlySet<string>,
): string | undefined {
  if (typeof target === "string")
    return target.includes("*")
      ? target.replaceAll("*", star)
      : target.endsWith("/")
        ? target + star
        : target;
  const choices = Array.isArray(target)
    ? target
    : isObject(target)
      ? Object.entries(target).flatMap(([key, each]) =>
          conditions.has(key) || key === "default" ? [each] : [],
        )
      : [];
  for (const each of choices) {
    const found = pick(each, star, conditions);
    if (found !== undefined) return found;
  }
  return undefined;
}
