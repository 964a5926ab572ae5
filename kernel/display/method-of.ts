import { types } from "node:util";

/** A method of an object by its name, found without running a getter or a trap. */
export function methodOf(
  value: object,
  name: string,
): ((...args: unknown[]) => unknown) | undefined {
  const found = memberOf(value, name);
  return typeof found === "function"
    ? (found as (...args: unknown[]) => unknown).bind(value)
    : undefined;
}

/** A field of an object or of what it inherits from, unless a getter would give it. */
export function memberOf(value: object, name: PropertyKey): unknown {
  for (
    let at: object | null = value;
    at !== null && !types.isProxy(at);
    at = Object.getPrototypeOf(at) as object | null
  ) {
    const property = Object.getOwnPropertyDescriptor(at, name);
    if (property) return property.value;
  }
  return undefined;
}

export function hasMethods(value: object, ...names: string[]): boolean {
  return names.every((name) => methodOf(value, name) !== undefined);
}

/** Names of the classes that an object is made of, its own first. */
export function classesOf(value: object): string[] {
  const names: string[] = [];
  for (
    let at = Object.getPrototypeOf(value) as object | null;
    at !== null && !types.isProxy(at);
    at = Object.getPrototypeOf(at) as object | null
  ) {
    const made: unknown = Object.getOwnPropertyDescriptor(
      at,
      "constructor",
    )?.value;
    if (typeof made === "function") names.push(made.name);
  }
  return names;
}
