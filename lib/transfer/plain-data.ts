/** From this many numbers on, an array travels as Float64Array. */
const longArray = 64;

/** The language's own errors; AggregateError, which holds others, is none of them. */
export const plainErrors = [
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
];

const clonedAsIs = new Set<unknown>(
  [
    ArrayBuffer,
    SharedArrayBuffer,
    DataView,
    Date,
    RegExp,
    Boolean,
    Number,
    String,
    BigInt,
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
    Buffer,
    ...plainErrors,
  ].map((each) => each.prototype),
);

export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Whether it is nothing but numbers, texts and the like in a few small arrays and plain objects: such can always travel. */
export function isSmallAndPlain(value: unknown, most = 100): boolean {
  if (typeof value === "function" || typeof value === "symbol") return false;
  if (typeof value !== "object" || value === null) return true;
  if (!Array.isArray(value) && !isPlain(value)) return false;
  const inside: unknown[] = Array.isArray(value) ? value : Object.values(value);
  if (inside.length > most) return false;
  return inside.every((each) => isSmallAndPlain(each, most / 10));
}

/** Memory that threads share, or a view of it. */
export function isShared(value: object): boolean {
  const memory = ArrayBuffer.isView(value) ? value.buffer : value;
  return memory instanceof SharedArrayBuffer;
}

/** What structured clone carries faithfully, and has nothing inside to look at. */
export function isClonedAsIs(value: object): boolean {
  return clonedAsIs.has(Object.getPrototypeOf(value)) && !isShared(value);
}

/** Structured clone goes down on the stack: from so many levels on a value needs help. */
const deepest = 150;

/** False for what structured clone carries faithfully, shared memory excepted; walks containers, stops at the first value that needs help. */
export function needsEncoding(
  value: unknown,
  seen = new Set<object>(),
  depth = 0,
): boolean {
  if (typeof value === "function" || typeof value === "symbol") return true;
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (clonedAsIs.has(prototype)) return isShared(value);
  if (seen.has(value)) return false;
  if (depth > deepest) return true;
  seen.add(value);
  if (Array.isArray(value) && prototype === Array.prototype)
    return arrayNeedsEncoding(value, seen, depth + 1);
  if (prototype === Map.prototype) {
    for (const [key, each] of value as Map<unknown, unknown>)
      if (
        needsEncoding(key, seen, depth + 1) ||
        needsEncoding(each, seen, depth + 1)
      )
        return true;
    return false;
  }
  if (prototype === Set.prototype) {
    for (const each of value as Set<unknown>)
      if (needsEncoding(each, seen, depth + 1)) return true;
    return false;
  }
  if (!isPlain(value)) return true;
  for (const key in value)
    if (needsEncoding((value as Record<string, unknown>)[key], seen, depth + 1))
      return true;
  return false;
}

function arrayNeedsEncoding(
  array: unknown[],
  seen: Set<object>,
  depth: number,
): boolean {
  if (
    array.length >= longArray &&
    array.every((each) => typeof each === "number")
  )
    return array.length === Object.keys(array).length || !hasHoles(array);
  for (const each of array)
    if (
      (typeof each === "object" ||
        typeof each === "function" ||
        typeof each === "symbol") &&
      needsEncoding(each, seen, depth)
    )
      return true;
  return false;
}

function hasHoles(array: unknown[]): boolean {
  for (let index = 0; index < array.length; index++)
    if (!(index in array)) return true;
  return false;
}

/** A long array of nothing but numbers as Float64Array, exact to the bit of NaN and -0; undefined for others. */
export function toNumbers(array: unknown[]): Float64Array | undefined {
  if (array.length < longArray) return undefined;
  const numbers = new Float64Array(array.length);
  for (let index = 0; index < array.length; index++) {
    const each = array[index];
    if (typeof each !== "number") return undefined;
    numbers[index] = each;
  }
  return numbers;
}

/** Why a value cannot be sent at all, with what to do instead; undefined when it may be an instance of a known class. */
export function cannotClone(value: object): string | undefined {
  if (value instanceof Promise)
    return "is a promise; await it before sending it";
  const kind = Object.prototype.toString.call(value).slice(8, -1);
  if (/Generator/.test(kind))
    return "is a generator; turn it into an array first, e.g. [...generator]";
  if (
    value instanceof WeakMap ||
    value instanceof WeakSet ||
    value instanceof WeakRef
  )
    return `is a ${kind}, which cannot be copied; send a Map, Set or the value itself`;
  if (kind === "Proxy" || kind === "Module")
    return `is a ${kind}, which cannot be copied; send the values it holds`;
  const builtin = extendedContainer(value);
  if (builtin)
    return `is a ${value.constructor.name}, which extends ${builtin}; send a plain ${builtin}`;
  if (isHandle(value))
    return `is a ${value.constructor?.name ?? "stream"}: open handles stay in their thread; open it inside the function`;
  return undefined;
}

/** A stream, a file, or what can keep Node going: a server, a timer, a child process. */
function isHandle(value: object): boolean {
  const { pipe, on, unref } = value as Record<string, unknown>;
  // Other things than streams have a `pipe`: zod's schemas, effects.
  const isStream = typeof pipe === "function" && typeof on === "function";
  return isStream || typeof unref === "function" || "fd" in value;
}

function extendedContainer(value: object): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  for (const container of [Map, Set, Array, Date, RegExp, ArrayBuffer])
    if (value instanceof container && prototype !== container.prototype)
      return container.name;
  return undefined;
}
