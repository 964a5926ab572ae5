/** Functions that every worker has, by identity: `Math.sqrt` travels as its name. */
const namespaces = [
  "Math",
  "JSON",
  "Object",
  "Number",
  "String",
  "Array",
  "Date",
  "Reflect",
  "BigInt",
  "Atomics",
  "Promise",
  "Symbol",
] as const;

const paths = new Map<unknown, string>();

export function builtinPath(fn: unknown): string | undefined {
  if (!paths.size) collect();
  return paths.get(fn);
}

export function builtinAt(path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (owner, key) => (owner as Record<string, unknown>)[key],
      globalThis,
    );
}

function collect(): void {
  const add = (owner: object, prefix: string) => {
    for (const key of Object.getOwnPropertyNames(owner)) {
      const value: unknown = Object.getOwnPropertyDescriptor(owner, key)?.value;
      if (typeof value === "function" && !paths.has(value))
        paths.set(value, prefix + key);
    }
  };
  add(globalThis, "");
  for (const name of namespaces) add(globalThis[name], `${name}.`);
}
