/** What the check guard offers inside the runtime. */
export interface Guard {
  kept: Record<string, unknown>;
  keep(values: Record<string, unknown>): void;
  /** Puts built-in functions back; names everything that was changed. */
  check(values: Record<string, unknown>): string;
}

/**
 * Runs inside the runtime, from its own source text, before any cell of the student: notes what the checks are made of.
 * It therefore uses nothing from outside, and later on only what it has noted here.
 * @param modules what the course's own cells import
 */
export function makeGuard(modules: Record<string, unknown>[]): Guard {
  const { ownKeys, getOwnPropertyDescriptor, defineProperty } = Reflect;
  const { is } = Object;
  const names = [
    ...[
      "Object",
      "Function",
      "Array",
      "String",
      "Number",
      "Boolean",
      "BigInt",
      "Symbol",
      "Math",
      "JSON",
      "Reflect",
    ],
    ...[
      "Promise",
      "Map",
      "Set",
      "WeakMap",
      "RegExp",
      "Date",
      "Error",
      "TypeError",
      "RangeError",
      "Proxy",
      "Buffer",
    ],
    ...[
      "Uint8Array",
      "Float64Array",
      "ArrayBuffer",
      "structuredClone",
      "setTimeout",
      "queueMicrotask",
      "performance",
    ],
  ];
  const noted: [
    path: string,
    target: object,
    key: PropertyKey,
    descriptor: PropertyDescriptor,
  ][] = [];
  const isObject = (value: unknown): value is object =>
    (typeof value === "object" && value !== null) ||
    typeof value === "function";
  const note = (path: string, target: unknown): void => {
    if (!isObject(target)) return;
    for (const key of ownKeys(target)) {
      const descriptor = getOwnPropertyDescriptor(target, key)!;
      const { value, get } = descriptor;
      // A function's own name, length and prototype cannot be changed, or do no harm.
      if (
        (typeof value === "function" || get) &&
        key !== "prototype" &&
        key !== "caller" &&
        key !== "arguments"
      )
        noted.push([`${path}.${String(key)}`, target, key, descriptor]);
    }
  };
  const global = globalThis as Record<string, unknown>;
  for (const name of names) {
    const descriptor = getOwnPropertyDescriptor(global, name);
    if (descriptor) noted.push([name, global, name, descriptor]);
    note(name, global[name]);
    note(
      `${name}.prototype`,
      (global[name] as { prototype?: unknown })?.prototype,
    );
  }
  note(
    "Iterator",
    Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())),
  );
  for (const module of modules)
    for (const [name, value] of Object.entries(module)) {
      note(name, value);
      note(
        `${name}.prototype`,
        (value as { prototype?: unknown } | undefined)?.prototype,
      );
    }
  const kept: Record<string, unknown> = {};
  return {
    kept,
    keep(values) {
      for (const key of ownKeys(values) as string[]) kept[key] = values[key];
    },
    check(values) {
      let changed = "";
      for (let at = 0; at < noted.length; at++) {
        const [path, target, key, before] = noted[at]!;
        const now = getOwnPropertyDescriptor(target, key);
        if (now && is(now.value, before.value) && is(now.get, before.get))
          continue;
        defineProperty(target, key, before);
        changed += `${path} `;
      }
      const keys = ownKeys(values) as string[];
      for (let at = 0; at < keys.length; at++) {
        const key = keys[at]!;
        if (key in kept && !is(kept[key], values[key])) changed += `${key} `;
      }
      return changed;
    },
  };
}
