import { LockedObject } from "./locked-object.ts";
import {
  addTo,
  bytesOf,
  numbersAt,
  numbersIn,
  writeType,
  type NumberOf,
  type NumberType,
  type ValueType,
} from "./number-types.ts";

/**
 * One number that workers share.
 *
 *     const total = new Value("i", 0);
 *     await pool.map(addTo, items); // in the workers: await total.add(1)
 *
 * `total.value += 1` reads and writes in two steps, between which another thread may write: hold the lock, or use `add`.
 * Follows Python's multiprocessing.Value. `value` needs threads; `get`, `set` and `add` work in processes too.
 */
export class Value<K extends ValueType = NumberType> extends LockedObject {
  /**
   * @param type one of Python's type codes, such as "i": whole numbers of 32 bits, "d": floating point, "q": bigints
   * @param initial default 0
   * @throws TypeError for another type
   */
  constructor(type: K, initial?: NumberOf<K>) {
    super(numbersAt + bytesOf(type, "Value"));
    writeType(this.memory(), type);
    if (initial !== undefined) this.value = initial;
  }

  protected override get operations(): readonly string[] {
    return ["get", "set", "add", "acquire", "release", "locked"];
  }

  /**
   * The number itself: reading and writing it are two steps.
   * @throws NotSharedError in another process
   */
  get value(): NumberOf<K> {
    // The type's own numbers are of that type.
    return this.numbers()[0] as NumberOf<K>;
  }

  /** Writes it: see above. @throws NotSharedError in another process */
  set value(next: NumberOf<K>) {
    this.numbers()[0] = next;
  }

  /** Reads it, in processes too. */
  get(): Promise<NumberOf<K>> {
    return this.perform("get", [], this.isHere, () => this.value);
  }

  /** Writes it, in processes too. */
  set(next: NumberOf<K>): Promise<void> {
    return this.perform("set", [next], this.isHere, () => {
      this.value = next;
    });
  }

  /** Adds in one uninterruptible step. @returns the new value */
  add(amount: NumberOf<K>): Promise<NumberOf<K>> {
    return this.perform("add", [amount], this.isHere, () =>
      this.addSync(amount),
    );
  }

  /** The same, for threads only. */
  addSync(amount: NumberOf<K>): NumberOf<K> {
    return addTo(numbersIn(this.memory()), 0, amount) as NumberOf<K>;
  }

  protected override describe(): string {
    return this.isHere ? String(this.value) : "in another process";
  }

  private numbers(): Record<number, number | bigint> {
    return numbersIn(this.memory());
  }
}
