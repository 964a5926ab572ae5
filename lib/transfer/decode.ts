import type { Reference } from "./messages.ts";
import {
  isTagged,
  revive,
  statefulClasses,
  tag,
  type Tagged,
  writeState,
} from "./tags.ts";

/** What decoding asks of the side it runs on. */
export interface Decoder {
  classAt(path: string): unknown;
  /** Shared memory that came beside the data. */
  memoryAt?(number: number): unknown;
  /** @param seen what this call has made so far; a function goes in before the values it captured are made */
  functionAt(
    reference: Reference,
    decode: (value: unknown) => unknown,
    seen: Map<object, unknown>,
  ): unknown;
}

/** Under it the parts of a deep value are kept with what was seen. */
const partsKey = {};

/** What came to be while one message is decoded, and what is still to be filled. */
interface Decoding {
  decoder: Decoder;
  seen: Map<object, unknown>;
  /** Containers whose contents are still encoded. No recursion: a list may be longer than the stack. */
  open: (() => void)[];
}

/** Makes values of what {@link encodeValues} made, in place where it can. */
export function decode(
  value: unknown,
  decoder: Decoder,
  seen = new Map<object, unknown>(),
): unknown {
  if (typeof value !== "object" || value === null) return value;
  const decoding: Decoding = { decoder, seen, open: [] };
  const made = enter(value, decoding);
  for (let fill = decoding.open.pop(); fill; fill = decoding.open.pop()) fill();
  return made;
}

/** For values that stand beside those in `seen`: a deep value's parts. */
export function knowParts(parts: unknown[], seen: Map<object, unknown>): void {
  seen.set(partsKey, parts);
}

/** Gives the object at once; what is inside it follows. */
function enter(value: unknown, decoding: Decoding): unknown {
  if (typeof value !== "object" || value === null) return value;
  const { seen, open } = decoding;
  if (seen.has(value)) return seen.get(value);
  if (!Array.isArray(value)) {
    const isData = Object.getPrototypeOf(value) === Object.prototype;
    if (isData && isTagged(value)) return enterTagged(value, decoding);
    if (!isData && !(value instanceof Map) && !(value instanceof Set))
      return value;
  }
  seen.set(value, value);
  open.push(() => fill(value, decoding));
  return value;
}

function fill(value: object, decoding: Decoding): void {
  if (Array.isArray(value)) fillArray(value, decoding);
  else if (value instanceof Map) fillMap(value, decoding);
  else if (value instanceof Set) fillSet(value, decoding);
  else {
    const record = value as Record<string, unknown>;
    for (const key of Object.keys(record))
      if (typeof record[key] === "object")
        record[key] = enter(record[key], decoding);
  }
}

function fillArray(array: unknown[], decoding: Decoding): void {
  for (let index = 0; index < array.length; index++) {
    const each: unknown = array[index];
    if (typeof each === "object" && each !== null)
      array[index] = enter(each, decoding);
  }
}

function enterTagged(value: Tagged, decoding: Decoding): unknown {
  const { decoder, seen } = decoding;
  switch (value[tag]) {
    case "numbers": {
      const numbers = Array.from(value.numbers);
      seen.set(value, numbers);
      return numbers;
    }
    case "shared":
      return decoder.memoryAt?.(value.number);
    case "deep":
      knowParts(value.parts, seen);
      return enter(value.value, decoding);
    case "later":
      return enter((seen.get(partsKey) as unknown[])[value.number], decoding);
    case "function": {
      const next = (inner: unknown): unknown => enter(inner, decoding);
      const fn = decoder.functionAt(value.reference, next, seen);
      seen.set(value, fn);
      return fn;
    }
    case "instance":
      return enterInstance(value, decoding);
  }
}

function enterInstance(
  value: Tagged & { [tag]: "instance" },
  decoding: Decoding,
): object {
  const { decoder, seen, open } = decoding;
  const constructor = decoder.classAt(value.class) as new (
    ...args: unknown[]
  ) => object;
  const classes = value.state ? statefulClasses(constructor) : [];
  const instance = classes.length
    ? (Reflect.construct(constructor, [revive]) as object)
    : (Object.create(constructor.prototype as object) as object);
  seen.set(value, instance);
  open.push(() => {
    const next = (inner: unknown): unknown => enter(inner, decoding);
    for (const [index, each] of classes.entries())
      each[writeState](instance, value.state![index]!.map(next));
    for (const [key, each] of Object.entries(value.own))
      Object.defineProperty(instance, key, {
        value: next(each),
        writable: true,
        configurable: true,
        enumerable: !(
          instance instanceof Error &&
          ["message", "stack", "cause"].includes(key)
        ),
      });
  });
  return instance;
}

function fillMap(map: Map<unknown, unknown>, decoding: Decoding): void {
  const entries = [...map];
  map.clear();
  for (const [key, each] of entries)
    map.set(enter(key, decoding), enter(each, decoding));
}

function fillSet(set: Set<unknown>, decoding: Decoding): void {
  const members = [...set];
  set.clear();
  for (const each of members) set.add(enter(each, decoding));
}
