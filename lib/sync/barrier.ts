import { BrokenBarrierError } from "./errors.ts";
import { SharedObject } from "./shared-object.ts";
import { block, deadlineIn, pause, type Deadline } from "./waiting.ts";

const arrived = 0;
const generation = 1;
const broken = 2;
const size = 3;
/** The generation that was broken last, plus one. */
const lastBroken = 4;

/**
 * Nobody passes until so many have come. Follows Python's Barrier, without its action: a function does not live in shared
 * memory; let the one for whom `wait` gives 0 do it.
 */
export class Barrier extends SharedObject {
  /**
   * @param parties how many must come
   * @throws RangeError below 1
   */
  constructor(parties: number) {
    super(20);
    if (!Number.isInteger(parties) || parties < 1) {
      throw new RangeError(
        `a barrier is for a whole number of parties from 1 up; got ${parties}`,
      );
    }
    this.cells()[size] = parties;
  }

  protected override get operations(): readonly string[] {
    return ["wait", "abort", "reset"];
  }

  /**
   * Waits until all have come.
   * @param timeoutSeconds how long (default: for ever); whoever gives up breaks the barrier for all
   * @returns a number from 0 to parties - 1, another for each
   * @throws BrokenBarrierError if it is or gets broken
   */
  wait(timeoutSeconds?: number): Promise<number> {
    const here = this.findMemory() !== undefined;
    return this.perform("wait", [timeoutSeconds], here, async () => {
      const deadline = deadlineIn(timeoutSeconds);
      const place = this.arrive();
      while (place.waits && this.isClosed(place)) {
        const cells = this.cells();
        if (!(await pause(cells, generation, place.generation, deadline))) {
          this.giveUp(place, deadline);
        }
      }
      return this.pass(place);
    });
  }

  /** The same, blocking the thread: for worker threads. */
  waitSync(timeoutSeconds?: number): number {
    const deadline = deadlineIn(timeoutSeconds);
    const place = this.arrive();
    while (place.waits && this.isClosed(place)) {
      const cells = this.cells();
      if (!block(cells, generation, place.generation, deadline)) {
        this.giveUp(place, deadline);
      }
    }
    return this.pass(place);
  }

  /** Breaks it: all who wait, and all who come, get BrokenBarrierError until it is reset. */
  abort(): Promise<void> {
    const here = this.findMemory() !== undefined;
    return this.perform("abort", [], here, () => this.breakNow());
  }

  /** Makes it new; those who wait get BrokenBarrierError. */
  reset(): Promise<void> {
    const here = this.findMemory() !== undefined;
    return this.perform("reset", [], here, () => {
      this.breakNow();
      Atomics.store(this.cells(), arrived, 0);
      Atomics.store(this.cells(), broken, 0);
    });
  }

  private arrive(): Place {
    const cells = this.cells();
    if (Atomics.load(cells, broken) === 1) throw brokenError();
    const now = Atomics.load(cells, generation);
    const index = Atomics.add(cells, arrived, 1);
    const waits = index < Atomics.load(cells, size) - 1;
    if (!waits) {
      // In this order: whoever is let through may come again at once.
      Atomics.store(cells, arrived, 0);
      Atomics.add(cells, generation, 1);
      Atomics.notify(cells, generation);
    }
    return { index, generation: now, waits };
  }

  private isClosed(place: Place): boolean {
    return Atomics.load(this.cells(), generation) === place.generation;
  }

  private giveUp(place: Place, deadline: Deadline): void {
    if (!this.isClosed(place) || performance.now() < deadline) return;
    this.breakNow();
  }

  private breakNow(): void {
    const cells = this.cells();
    Atomics.store(cells, broken, 1);
    Atomics.store(cells, lastBroken, Atomics.load(cells, generation) + 1);
    Atomics.add(cells, generation, 1);
    Atomics.notify(cells, generation);
  }

  private pass(place: Place): number {
    const torn = Atomics.load(this.cells(), lastBroken) - 1;
    if (place.waits && torn === place.generation) throw brokenError();
    return place.index;
  }

  private cells(): Int32Array {
    return new Int32Array(this.memory());
  }
}

interface Place {
  index: number;
  generation: number;
  waits: boolean;
}

function brokenError(): BrokenBarrierError {
  return new BrokenBarrierError(
    "the barrier is broken: someone gave up waiting, or aborted it. Call reset() to use it again.",
  );
}
