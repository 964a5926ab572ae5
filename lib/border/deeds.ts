import type { Deed } from "./messages.ts";

/** What the other side may do here with what it was given: one that checks may do all, one that is checked a little. */
export type Rights = "all" | "few";

/** Never reached from a function or an instance by those with few rights: they lead to code of one's own. */
const closed = new Set<PropertyKey>([
  ...["constructor", "__proto__", "prototype", "caller", "arguments"],
  // They lead to what a property is made of, or make one.
  ...["__defineGetter__", "__defineSetter__"],
  ...["__lookupGetter__", "__lookupSetter__"],
]);
const harmless = new Set<Deed>(["call", "get", "has", "keys", "describe"]);
const refused = () => new TypeError("this belongs to the checks");

// As they were before the first cell.
const {
  apply,
  construct,
  deleteProperty,
  get,
  getPrototypeOf,
  set,
  getOwnPropertyDescriptor,
} = Reflect;
const { getOwnPropertyNames } = Object;

/** Does here what the other side asks for. */
export function perform(
  deed: Deed,
  [object, key, ...rest]: unknown[],
  rights: Rights,
): unknown {
  if (rights === "few" && !harmless.has(deed)) throw refused();
  const target = object as object;
  switch (deed) {
    case "call":
      return apply(target as (...args: unknown[]) => unknown, key, rest);
    case "get":
      if (rights === "few") expectOpen(target, key as PropertyKey);
      return get(target, key as PropertyKey);
    case "has":
      return (key as PropertyKey) in target;
    case "keys":
      return getOwnPropertyNames(target);
    case "describe":
      return describe(target, key as PropertyKey, rights);
    case "construct":
      return construct(
        target as new (...args: unknown[]) => unknown,
        key === undefined && rest.length === 0 ? [] : [key, ...rest],
      );
    case "set":
      return set(target, key as PropertyKey, rest[0]);
    case "delete":
      return deleteProperty(target, key as PropertyKey);
    case "prototype":
      return getPrototypeOf(target);
    case "name":
      throw refused();
  }
}

function expectOpen(target: object, key: PropertyKey): void {
  const isName = key === "name" || key === "length";
  if (closed.has(key) || (typeof target === "function" && !isName))
    throw refused();
}

function describe(target: object, key: PropertyKey, rights: Rights): unknown {
  const found = getOwnPropertyDescriptor(target, key);
  if (!found) return undefined;
  if (rights === "few") expectOpen(target, key);
  return [get(target, key), found.enumerable];
}
