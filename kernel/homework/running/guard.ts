/** What the guard offers among the cells of a submission. */
export interface Guard {
  /** Puts built-in functions back; names everything that was changed. */
  check(): string;
}

/**
 * Runs among the cells of a submission, from its own source text, before the first: notes what the language and the course's
 * modules are made of. What a cell has replaced cannot touch the checks, but would the answers of later cells, which are to
 * earn what they are worth. It uses nothing from outside, and later on only syntax and what it has noted here.
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
  for (const list of [[], new Map(), new Set(), ""]) {
    const iterator: object = Object.getPrototypeOf(list[Symbol.iterator]());
    note("Iterator", iterator);
    note("Iterator", Object.getPrototypeOf(iterator));
  }
  for (const module of modules)
    for (const [name, value] of Object.entries(module)) {
      note(name, value);
      note(
        `${name}.prototype`,
        (value as { prototype?: unknown } | undefined)?.prototype,
      );
    }
  return {
    check() {
      let changed = "";
      for (let at = 0; at < noted.length; at++) {
        // No destructuring, which would use an iterator.
        const each = noted[at]!;
        const now = getOwnPropertyDescriptor(each[1], each[2]);
        const before = each[3];
        if (now && is(now.value, before.value) && is(now.get, before.get))
          continue;
        defineProperty(each[1], each[2], before);
        changed += `${each[0]} `;
      }
      return changed;
    },
  };
}
