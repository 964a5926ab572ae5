import { lockAt, type Lock } from "./lock.ts";
import { SharedObject } from "./shared-object.ts";

/** Python's type codes that are used here: i for whole numbers of 32 bits, d for floating-point ones. */
export type ValueType = "i" | "d";

// The lock's cell, the type's cell, then eight bytes for the number.
const isDouble = 1;
const numberAt = 8;

/**
 * One number that workers share.
 *
 *     const total = new Value("i", 0);
 *     await pool.map(addTo, items); // in the workers: await total.add(1)
 *
 * `total.value += 1` reads and writes in two steps, between which another thread may write: hold the lock, or use `add`.
 * Follows Python's multiprocessing.Value. `value` needs threads; `get`, `set` and `add` work in processes too.
 */
export class Value extends SharedObject {
  /**
   * @param type "i": whole numbers of 32 bits, "d": floating-point numbers
   * @param initial default 0
   * @throws TypeError for another type
   */
  constructor(type: ValueType, initial = 0) {
    super(16);
    if (type !== "i" && type !== "d") {
      throw new TypeError(
        `a Value is of type "i" (whole numbers) or "d" (floating point); got ${String(type)}`,
      );
    }
    this.cells()[isDouble] = type === "d" ? 1 : 0;
    this.value = initial;
  }

  protected override get operations(): readonly string[] {
    return ["get", "set", "add", "acquire", "release", "locked"];
  }

  /**
   * The number itself: reading and writing it are two steps.
   * @throws NotSharedError in another process
   */
  get value(): number {
    return this.numbers()[0] ?? NaN;
  }

  /** Writes it: see above. @throws NotSharedError in another process */
  set value(next: number) {
    this.numbers()[0] = next;
  }

  /** Reads it, in processes too. */
  get(): Promise<number> {
    return this.perform("get", [], this.isHere, () => this.value);
  }

  /** Writes it, in processes too. */
  set(next: number): Promise<void> {
    return this.perform("set", [next], this.isHere, () => {
      this.value = next;
    });
  }

  /** Adds in one step, which nobody can come between. @returns the new value */
  add(amount: number): Promise<number> {
    return this.perform("add", [amount], this.isHere, () =>
      this.addSync(amount),
    );
  }

  /** The same, for threads only. */
  addSync(amount: number): number {
    const numbers = this.numbers();
    if (numbers instanceof Int32Array) {
      return (Atomics.add(numbers, 0, amount) + amount) | 0;
    }
    const bits = new BigInt64Array(this.memory(), numberAt, 1);
    for (;;) {
      const before = Atomics.load(bits, 0);
      const sum = toNumber(before) + amount;
      if (Atomics.compareExchange(bits, 0, before, toBits(sum)) === before) {
        return sum;
      }
    }
  }

  /** The lock that belongs to it, for more than one step: `await total.getLock().use(() => ...)`. */
  getLock(): Lock {
    return lockAt(this.id);
  }

  /** Takes its lock; see {@link Lock.acquire}. A process asks for it by the value's id. */
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

  private get isHere(): boolean {
    return this.findMemory() !== undefined;
  }

  private cells(): Int32Array {
    return new Int32Array(this.memory());
  }

  private numbers(): Int32Array | Float64Array {
    return this.cells()[isDouble] === 1
      ? new Float64Array(this.memory(), numberAt, 1)
      : new Int32Array(this.memory(), numberAt, 1);
  }
}

const scratch = new DataView(new ArrayBuffer(8));

function toNumber(bits: bigint): number {
  scratch.setBigInt64(0, bits);
  return scratch.getFloat64(0);
}

function toBits(number: number): bigint {
  scratch.setFloat64(0, number);
  return scratch.getBigInt64(0);
}
