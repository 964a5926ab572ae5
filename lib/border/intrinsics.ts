const names = [
  ...["Object", "Function", "Array", "Map", "Set", "WeakMap", "WeakSet"],
  ...["Promise", "Date", "RegExp", "String", "Number", "Boolean", "BigInt"],
  ...["Error", "TypeError", "RangeError", "SyntaxError", "ReferenceError"],
  ...["EvalError", "URIError", "AggregateError"],
];

const prototypes = new Map<string, object>();
const namesOf = new Map<object, string>();
for (const name of names) {
  const { prototype } = (
    globalThis as unknown as Record<string, { prototype: object }>
  )[name]!;
  prototypes.set(name, prototype);
  namesOf.set(prototype, name);
}

/** The prototypes that both sides have: `instanceof` and deep comparisons look at them. */
export const intrinsicName = (object: object): string | undefined =>
  namesOf.get(object);

export const intrinsicAt = (name: string): object | undefined =>
  prototypes.get(name);

const symbols = new Map<string, symbol>();
const symbolNames = new Map<symbol, string>();
for (const key of Object.getOwnPropertyNames(Symbol)) {
  const value = (Symbol as unknown as Record<string, unknown>)[key];
  if (typeof value !== "symbol") continue;
  symbols.set(key, value);
  symbolNames.set(value, key);
}

/** Symbols that both sides have; undefined for any other. */
export const symbolName = (value: symbol): string | undefined =>
  symbolNames.get(value);

export const symbolAt = (name: string): symbol | undefined => symbols.get(name);
