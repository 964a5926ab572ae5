/** Kinds of shared numbers: Python's type codes, and JavaScript's typed arrays for them. */
const kinds: { [K in keyof Arrays]: Kind<Arrays[K]> } = {
  b: Int8Array,
  B: Uint8Array,
  h: Int16Array,
  H: Uint16Array,
  i: Int32Array,
  I: Uint32Array,
  l: Int32Array,
  L: Uint32Array,
  q: BigInt64Array,
  Q: BigUint64Array,
  f: Float32Array,
  d: Float64Array,
  c: Uint8ClampedArray,
};

/** Typed arrays by type code. */
export interface Arrays {
  /** Whole numbers of 8 bits. */
  b: Int8Array;
  /** The same without a sign. */
  B: Uint8Array;
  /** Whole numbers of 16 bits. */
  h: Int16Array;
  /** The same without a sign. */
  H: Uint16Array;
  /** Whole numbers of 32 bits. */
  i: Int32Array;
  /** The same without a sign. */
  I: Uint32Array;
  /** As i. */
  l: Int32Array;
  /** As I. */
  L: Uint32Array;
  /** Bigints of 64 bits. */
  q: BigInt64Array;
  /** The same without a sign. */
  Q: BigUint64Array;
  /** Floating point of 32 bits. */
  f: Float32Array;
  /** Floating point of 64 bits, as a number is. */
  d: Float64Array;
  /** Whole numbers of 8 bits without a sign, which stop at 0 and 255. */
  c: Uint8ClampedArray;
}

interface Kind<A> {
  new (memory: ArrayBufferLike, offset?: number): A;
  readonly BYTES_PER_ELEMENT: number;
}

/**
 * Python's type codes: b B h H i I for whole numbers of 8, 16 and 32 bits (capitals without a sign; l and L are i and I),
 * q Q for bigints of 64 bits, f d for floating point of 32 and 64 bits. c, not as in Python, is a byte that stops at 0 and
 * 255, as a Uint8ClampedArray's.
 */
export type ValueType = keyof Arrays;

/** The types whose numbers are no bigints. */
export type NumberType = Exclude<ValueType, "q" | "Q">;

/** What a shared number of that type is in TypeScript. */
export type NumberOf<K extends ValueType> = K extends "q" | "Q"
  ? bigint
  : number;

/** The typed array of that type. */
export type ArrayOf<K extends ValueType> = Arrays[K];

type Numbers = ArrayOf<ValueType>;

/** Bytes before the numbers: a lock, the type; a multiple of eight. */
export const numbersAt = 24;
const typeAt = 16;

/** @throws TypeError for what is no type code */
export function bytesOf(type: ValueType, what: string): number {
  if (typeof type !== "string" || !Object.hasOwn(kinds, type)) {
    throw new TypeError(
      `a ${what} must be of one of the types ${Object.keys(kinds).join(" ")}, such as "i" (whole numbers) or "d" (floating point); got ${String(type)}`,
    );
  }
  return kinds[type].BYTES_PER_ELEMENT;
}

export function writeType(memory: SharedArrayBuffer, type: ValueType): void {
  new Uint8Array(memory)[typeAt] = type.charCodeAt(0);
}

/** The numbers in the memory, as what they are. */
export function numbersIn(memory: SharedArrayBuffer): Numbers {
  const code = new Uint8Array(memory)[typeAt] ?? 0;
  return new kinds[String.fromCharCode(code) as ValueType](memory, numbersAt);
}

/** Adds in one uninterruptible step. @returns the new number */
export function addTo(
  numbers: Numbers,
  index: number,
  amount: number | bigint,
): number | bigint {
  if (numbers instanceof Float64Array || numbers instanceof Float32Array) {
    return addFloat(numbers, index, Number(amount));
  }
  if (numbers instanceof Uint8ClampedArray) {
    return addClamped(numbers, index, Number(amount));
  }
  // What comes back is the number before; the sum wraps around as the array's own would.
  const scratch = numbers.slice(0, 1) as Numbers;
  if (isBig(numbers) && isBig(scratch)) {
    scratch[0] = Atomics.add(numbers, index, BigInt(amount)) + BigInt(amount);
    return scratch[0] ?? 0n;
  }
  const small = numbers as Int32Array;
  scratch[0] = Atomics.add(small, index, Number(amount)) + Number(amount);
  return scratch[0] ?? 0;
}

function isBig(numbers: Numbers): numbers is BigInt64Array | BigUint64Array {
  return numbers instanceof BigInt64Array || numbers instanceof BigUint64Array;
}

/** Atomics know whole numbers only: the bits are exchanged, if they are still those that were added to. */
function addFloat(
  numbers: Float64Array | Float32Array,
  index: number,
  amount: number,
): number {
  const wide = numbers instanceof Float64Array;
  const Bits = wide ? kinds.q : kinds.i;
  // One of the two: what follows reads the same for both.
  const bits = new Bits(numbers.buffer, numbers.byteOffset) as Int32Array;
  const scratch = wide ? new Float64Array(1) : new Float32Array(1);
  const scratchBits = new Bits(scratch.buffer) as Int32Array;
  for (;;) {
    const before = Atomics.load(bits, index);
    scratchBits[0] = before;
    scratch[0] = (scratch[0] ?? 0) + amount;
    const after = scratchBits[0] ?? 0;
    if (Atomics.compareExchange(bits, index, before, after) === before) {
      return scratch[0] ?? 0;
    }
  }
}

function addClamped(
  numbers: Uint8ClampedArray,
  index: number,
  amount: number,
): number {
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset);
  const scratch = new Uint8ClampedArray(1);
  for (;;) {
    const before = Atomics.load(bytes, index);
    scratch[0] = before + amount;
    const after = scratch[0] ?? 0;
    if (Atomics.compareExchange(bytes, index, before, after) === before) {
      return after;
    }
  }
}
