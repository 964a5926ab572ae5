import { lockAt, type Lock } from "./lock.ts";
import { SharedObject } from "./shared-object.ts";
import type { ValueType } from "./value.ts";

// The lock's cell and the type's, then the numbers.
const isDouble = 1;
const numbersAt = 8;

/**
 * Numbers that threads share, with a lock.
 *
 *     const counts = new SharedArray("i", 10);
 *     counts.array[3] += 1;
 *
 * Follows Python's multiprocessing.Array. For threads; it travels as any other argument, and is not copied.
 */
export class SharedArray extends SharedObject {
  /**
   * @param type "i": whole numbers of 32 bits, "d": floating-point numbers
   * @param sizeOrValues how many zeros, or the numbers to begin with
   */
  constructor(type: ValueType, sizeOrValues: number | Iterable<number>) {
    const values = typeof sizeOrValues === "number" ? [] : [...sizeOrValues];
    const length =
      typeof sizeOrValues === "number" ? sizeOrValues : values.length;
    if (!Number.isSafeInteger(length) || length < 0) {
      throw new RangeError(
        `a SharedArray has a whole number of items from 0 up; got ${length}`,
      );
    }
    if (type !== "i" && type !== "d") {
      throw new TypeError(
        `a SharedArray is of type "i" (whole numbers) or "d" (floating point); got ${String(type)}`,
      );
    }
    super(numbersAt + length * (type === "d" ? 8 : 4));
    new Int32Array(this.memory(), 0, 2)[isDouble] = type === "d" ? 1 : 0;
    this.array.set(values);
  }

  protected override get operations(): readonly string[] {
    return ["acquire", "release", "locked"];
  }

  /**
   * The numbers themselves.
   * @throws NotSharedError in another process
   */
  get array(): Int32Array | Float64Array {
    const memory = this.memory();
    return new Int32Array(memory, 0, 2)[isDouble] === 1
      ? new Float64Array(memory, numbersAt)
      : new Int32Array(memory, numbersAt);
  }

  /** How many numbers it holds. */
  get length(): number {
    return this.array.length;
  }

  /** The numbers, as they are while the loop goes on. */
  [Symbol.iterator](): IterableIterator<number> {
    return this.array[Symbol.iterator]();
  }

  /** The lock that belongs to it. */
  getLock(): Lock {
    return lockAt(this.id);
  }

  /** Takes its lock; see {@link Lock.acquire}. A process asks for it by the array's id. */
  acquire(timeoutSeconds?: number): Promise<boolean> {
    return this.getLock().acquire(timeoutSeconds);
  }

  /** Gives its lock back; see {@link Lock.release}. */
  release(): Promise<void> {
    return this.getLock().release();
  }

  /** Whether anybody holds its lock; see {@link Lock.locked}. */
  locked(): Promise<boolean> {
    return this.getLock().locked();
  }
}
