/** Any typed array. */
export type TypedArray =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

/**
 * A copy of the numbers in memory that threads share: as an argument of a task, or captured by its function, it is not
 * copied again, however large.
 *
 *     const big = shared(new Float64Array(10_000_000));
 *     await pool.map((i) => sumOf(big, i), parts); // { threads: true }
 *
 * Python's multiprocessing.RawArray comes closest; differs in that only threads share it, and that any kind of number goes.
 * @param numbers a typed array, or plain numbers, which become a Float64Array
 * @returns a typed array of the same kind; the one given if it is shared already
 */
export function shared(numbers: readonly number[]): Float64Array;
export function shared<T extends TypedArray>(numbers: T): T;
export function shared(numbers: TypedArray | readonly number[]): TypedArray {
  if (!ArrayBuffer.isView(numbers)) {
    const buffer = new SharedArrayBuffer(numbers.length * 8);
    const copy = new Float64Array(buffer);
    copy.set(numbers);
    return copy;
  }
  if (numbers.buffer instanceof SharedArrayBuffer) return numbers;
  const bytes = new Uint8Array(
    numbers.buffer,
    numbers.byteOffset,
    numbers.byteLength,
  );
  const buffer = new SharedArrayBuffer(numbers.byteLength);
  new Uint8Array(buffer).set(bytes);
  const Kind = numbers.constructor as new (
    buffer: SharedArrayBuffer,
  ) => TypedArray;
  return new Kind(buffer);
}
