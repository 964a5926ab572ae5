import { BrokenBarrierError } from "./errors.ts";
import { identity } from "./identity.ts";
import { SharedObject } from "./shared-object.ts";
import { block, deadlineIn, pause, type Deadline } from "./waiting.ts";

const arrived = 0;
const generation = 1;
const broken = 2;
const size = 3;
/** The generation that was broken last, plus one. */
const lastBroken = 4;
/** From here on: who has arrived. */
const places = 5;

/**
 * Blocks every party until the given number of parties has arrived. Follows Python's Barrier, without its action, because a
 * function cannot be kept in shared memory: let the party whose `wait` returns 0 do it.
 */
export class Barrier extends SharedObject {
  /** How many must arrive. */
  readonly parties: number;
  /** The default timeout of `wait` in seconds; undefined means for ever. */
  readonly timeout: number | undefined;

  /**
   * @param parties how many must arrive
   * @param timeoutSeconds the default timeout of `wait` (default: for ever)
   * @throws RangeError below 1
   */
  constructor(parties: number, timeoutSeconds?: number) {
    if (!Number.isInteger(parties) || parties < 1) {
      throw new RangeError(
        `the number of parties of a barrier must be a positive integer; got ${parties}`,
      );
    }
    super(4 * (places + parties));
    this.cells()[size] = parties;
    this.parties = parties;
    this.timeout = timeoutSeconds;
  }

  protected override get operations(): readonly string[] {
    return ["wait", "abort", "reset", "nWaiting", "broken"];
  }

  /**
   * Waits until all have arrived.
   * @param timeoutSeconds how long (default: the barrier's own `timeout`); a party that gives up breaks the barrier for all,
   * and so does a worker that ends while it waits
   * @returns a number from 0 to parties - 1, a different one for each party
   * @throws BrokenBarrierError if it is or gets broken
   */
  wait(timeoutSeconds = this.timeout): Promise<number> {
    const here = this.findMemory() !== undefined;
    return this.perform("wait", [timeoutSeconds], here, async (asker) => {
      const deadline = deadlineIn(timeoutSeconds);
      const place = this.arrive(asker.identity);
      while (place.waits && this.isClosed(place)) {
        const cells = this.cells();
        const { generation: now } = place;
        if (!(await pause(cells, generation, now, deadline, asker))) {
          this.giveUp(place, asker.ended ? 0 : deadline);
        }
      }
      return this.pass(place);
    });
  }

  /** The same, blocking the thread: for worker threads. */
  waitSync(timeoutSeconds = this.timeout): number {
    const deadline = deadlineIn(timeoutSeconds);
    const place = this.arrive(identity());
    while (place.waits && this.isClosed(place)) {
      const cells = this.cells();
      if (!block(cells, generation, place.generation, deadline)) {
        this.giveUp(place, deadline);
      }
    }
    return this.pass(place);
  }

  /** Breaks it: all that wait, and all that arrive later, get BrokenBarrierError until it is reset. */
  abort(): Promise<void> {
    const here = this.findMemory() !== undefined;
    return this.perform("abort", [], here, () => this.breakNow());
  }

  /** Makes it new; parties that are waiting get BrokenBarrierError. */
  reset(): Promise<void> {
    const here = this.findMemory() !== undefined;
    return this.perform("reset", [], here, () => {
      this.breakNow();
      Atomics.store(this.cells(), broken, 0);
    });
  }

  /** How many are waiting now. Python: n_waiting. */
  nWaiting(): Promise<number> {
    const here = this.findMemory() !== undefined;
    return this.perform("nWaiting", [], here, () => this.waiting());
  }

  /** Whether it is broken, until it is reset. */
  broken(): Promise<boolean> {
    const here = this.findMemory() !== undefined;
    return this.perform("broken", [], here, () => this.isBroken());
  }

  /** Whoever waits for it would wait for ever. */
  override leave(who: number): void {
    const waits = this.cells().subarray(places, places + this.waiting());
    if (waits.includes(who)) this.breakNow();
  }

  protected override describe(): string {
    if (this.findMemory() === undefined) return "in another process";
    if (this.isBroken()) return "broken";
    return `${this.waiting()} of ${this.parties} wait`;
  }

  private waiting(): number {
    return Atomics.load(this.cells(), arrived);
  }

  private isBroken(): boolean {
    return Atomics.load(this.cells(), broken) === 1;
  }

  private arrive(who: number): Place {
    const cells = this.cells();
    if (this.isBroken()) throw brokenError();
    const now = Atomics.load(cells, generation);
    const index = Atomics.add(cells, arrived, 1);
    cells[places + index] = who;
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
    Atomics.store(cells, arrived, 0);
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
    "the barrier is broken: someone gave up waiting, ended meanwhile, or aborted it. Call reset() to use it again.",
  );
}
