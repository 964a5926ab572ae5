import { LockedObject } from "./locked-object.ts";
import {
  addTo,
  bytesOf,
  numbersAt,
  numbersIn,
  writeType,
  type ArrayOf,
  type NumberOf,
  type NumberType,
  type ValueType,
} from "./number-types.ts";

/**
 * Numbers that threads share, with a lock.
 *
 *     const counts = new SharedArray("i", 10);
 *     counts.array[3] += 1; // threads
 *     await counts.add(3, 1); // processes too
 *
 * Follows Python's multiprocessing.Array. It travels as any other argument, and is not copied; a process asks for single
 * numbers and slices by message.
 */
export class SharedArray<
  K extends ValueType = NumberType,
> extends LockedObject {
  /**
   * @param type one of Python's type codes, such as "i": whole numbers of 32 bits, "d": floating point, "q": bigints
   * @param sizeOrValues how many zeros, or the numbers to begin with
   */
  constructor(type: K, sizeOrValues: number | Iterable<NumberOf<K>>) {
    const values = typeof sizeOrValues === "number" ? [] : [...sizeOrValues];
    const length =
      typeof sizeOrValues === "number" ? sizeOrValues : values.length;
    if (!Number.isSafeInteger(length) || length < 0) {
      throw new RangeError(
        `the length of a SharedArray must be a non-negative integer; got ${length}`,
      );
    }
    super(numbersAt + length * bytesOf(type, "SharedArray"));
    writeType(this.memory(), type);
    for (const [index, value] of values.entries()) this.cells()[index] = value;
  }

  protected override get operations(): readonly string[] {
    return ["get", "set", "add", "slice", "acquire", "release", "locked"];
  }

  /**
   * The numbers themselves.
   * @throws NotSharedError in another process
   */
  get array(): ArrayOf<K> {
    return numbersIn(this.memory()) as ArrayOf<K>;
  }

  /** How many numbers it holds. @throws NotSharedError in another process */
  get length(): number {
    return this.array.length;
  }

  /** The numbers, as they are while the loop goes on. @throws NotSharedError in another process */
  [Symbol.iterator](): IterableIterator<NumberOf<K>> {
    // The type's own numbers are of that type.
    return this.array[Symbol.iterator]() as IterableIterator<NumberOf<K>>;
  }

  /**
   * One number, in processes too.
   * @param index from 0; from the end below 0, so that -1 is the last
   * @throws RangeError outside the array
   */
  get(index: number): Promise<NumberOf<K>> {
    return this.perform("get", [index], this.isHere, () => {
      return this.cells()[this.place(index)] as NumberOf<K>;
    });
  }

  /** Writes one number, in processes too. @throws RangeError outside the array */
  set(index: number, value: NumberOf<K>): Promise<void> {
    return this.perform("set", [index, value], this.isHere, () => {
      this.cells()[this.place(index)] = value;
    });
  }

  /** Adds to one number in one step, in processes too. @returns its new value */
  add(index: number, amount: NumberOf<K>): Promise<NumberOf<K>> {
    return this.perform("add", [index, amount], this.isHere, () => {
      const numbers = numbersIn(this.memory());
      return addTo(numbers, this.place(index), amount) as NumberOf<K>;
    });
  }

  /** A copy of some of the numbers, in processes too; from and to as `slice` of an array has them (default: all). */
  slice(from?: number, to?: number): Promise<NumberOf<K>[]> {
    return this.perform(
      "slice",
      [from, to],
      this.isHere,
      () => [...(this.array as Int32Array).slice(from, to)] as NumberOf<K>[],
    );
  }

  protected override describe(): string {
    return this.isHere ? `${this.length} numbers` : "in another process";
  }

  private place(index: number): number {
    const { length } = this;
    const at = index < 0 ? index + length : index;
    if (Number.isInteger(at) && at >= 0 && at < length) return at;
    throw new RangeError(
      `a SharedArray of ${length} has no number at ${index}`,
    );
  }

  private cells(): Record<number, number | bigint> {
    return numbersIn(this.memory());
  }
}
