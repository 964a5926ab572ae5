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

/** Makes values of what {@link encodeValues} made, in place where it can. */
export function decode(
  value: unknown,
  decoder: Decoder,
  seen = new Map<object, unknown>(),
): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (seen.has(value)) return seen.get(value);
  const next = (inner: unknown) => decode(inner, decoder, seen);
  if (Array.isArray(value)) {
    seen.set(value, value);
    for (let index = 0; index < value.length; index++) {
      const each: unknown = value[index];
      if (typeof each === "object" && each !== null) value[index] = next(each);
    }
    return value;
  }
  if (value instanceof Map) return decodeMap(value, next, seen);
  if (value instanceof Set) return decodeSet(value, next, seen);
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  if (isTagged(value)) return decodeTagged(value, decoder, next, seen);
  seen.set(value, value);
  for (const key of Object.keys(value)) {
    const record = value as Record<string, unknown>;
    if (typeof record[key] === "object") record[key] = next(record[key]);
  }
  return value;
}

function decodeTagged(
  value: Tagged,
  decoder: Decoder,
  next: (value: unknown) => unknown,
  seen: Map<object, unknown>,
): unknown {
  switch (value[tag]) {
    case "numbers": {
      const numbers = Array.from(value.numbers);
      seen.set(value, numbers);
      return numbers;
    }
    case "shared":
      return decoder.memoryAt?.(value.number);
    case "function": {
      const fn = decoder.functionAt(value.reference, next, seen);
      seen.set(value, fn);
      return fn;
    }
    case "instance": {
      const constructor = decoder.classAt(value.class) as new (
        ...args: unknown[]
      ) => object;
      const classes = value.state ? statefulClasses(constructor) : [];
      const instance = classes.length
        ? (Reflect.construct(constructor, [revive]) as object)
        : (Object.create(constructor.prototype as object) as object);
      seen.set(value, instance);
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
      return instance;
    }
  }
}

function decodeMap(
  map: Map<unknown, unknown>,
  next: (value: unknown) => unknown,
  seen: Map<object, unknown>,
): Map<unknown, unknown> {
  seen.set(map, map);
  const entries = [...map];
  map.clear();
  for (const [key, each] of entries) map.set(next(key), next(each));
  return map;
}

function decodeSet(
  set: Set<unknown>,
  next: (value: unknown) => unknown,
  seen: Map<object, unknown>,
): Set<unknown> {
  seen.set(set, set);
  const members = [...set];
  set.clear();
  for (const each of members) set.add(next(each));
  return set;
}
