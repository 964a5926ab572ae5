import { checkSeconds } from "../platform/clock.ts";
import { BrokenBarrierError } from "./errors.ts";
import { identity } from "./identity.ts";
import { SharedObject } from "./shared-object.ts";
import { block, deadlineIn, pause, type Deadline } from "./waiting.ts";

/**
 * What changes in one step, packed into 64 bits: threads that arrive, give up, or come again as soon as they were let
 * through, must not see half of a change.
 */
interface State {
  /** How often those who waited were let through or sent away. */
  generation: number;
  /** How many wait; or `broken`. */
  arrived: number;
  /** A bit for each of the last generations, the last one lowest: 1 if it was sent away. */
  torn: number;
}

const broken = 0xffff;
const generationsKept = 16;

/** The half of the 64 bits that holds the generation, for those who wait for it to change. */
const generationCell = new Int32Array(
  new BigInt64Array([1n << 32n]).buffer,
).indexOf(1);
/** From here on: who has arrived. */
const places = 2;

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
   * @param parties how many must arrive: from 1 to 65,534
   * @param timeoutSeconds the default timeout of `wait` (default: for ever)
   * @throws RangeError for any other number of parties
   */
  constructor(parties: number, timeoutSeconds?: number) {
    if (!Number.isInteger(parties) || parties < 1 || parties >= broken) {
      throw new RangeError(
        `the number of parties of a barrier must be an integer from 1 to ${broken - 1}; got ${parties}`,
      );
    }
    checkSeconds(timeoutSeconds);
    super(4 * (places + parties));
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
      while (this.isClosed(place)) {
        const cells = this.cells();
        const { generation: now } = place;
        if (!(await pause(cells, generationCell, now, deadline, asker))) {
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
    while (this.isClosed(place)) {
      const cells = this.cells();
      if (!block(cells, generationCell, place.generation, deadline)) {
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
      this.change((now) =>
        now.arrived === broken ? { ...now, arrived: 0 } : end(now, 0, 1),
      );
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
    const { arrived } = this.look();
    return arrived === broken ? 0 : arrived;
  }

  private isBroken(): boolean {
    return this.look().arrived === broken;
  }

  private arrive(who: number): Place {
    const before = this.change((now) => {
      if (now.arrived === broken) throw brokenError();
      const arrived = now.arrived + 1;
      return arrived < this.parties ? { ...now, arrived } : end(now, 0, 0);
    });
    const { arrived: index, generation } = before;
    this.cells()[places + index] = who;
    return { index, generation };
  }

  private isClosed(place: Place): boolean {
    const now = Atomics.load(this.cells(), generationCell);
    return now === place.generation;
  }

  private giveUp(place: Place, deadline: Deadline): void {
    if (performance.now() < deadline) return;
    this.change((now) =>
      now.generation === place.generation ? end(now, broken, 1) : now,
    );
  }

  private breakNow(): void {
    this.change((now) => (now.arrived === broken ? now : end(now, broken, 1)));
  }

  private pass({ index, generation }: Place): number {
    const now = this.look();
    const since = ((now.generation - generation) | 0) - 1;
    const bit = Math.min(since, generationsKept - 1);
    if ((now.torn >> bit) & 1) throw brokenError();
    return index;
  }

  private look(): State {
    return unpack(Atomics.load(this.bits(), 0));
  }

  /** @returns what was before; those who wait hear of a new generation */
  private change(next: (now: State) => State): State {
    const bits = this.bits();
    for (;;) {
      const before = Atomics.load(bits, 0);
      const now = unpack(before);
      const then = next(now);
      if (Atomics.compareExchange(bits, 0, before, pack(then)) === before) {
        if (then.generation !== now.generation) {
          Atomics.notify(this.cells(), generationCell);
        }
        return now;
      }
    }
  }

  private bits(): BigInt64Array {
    return new BigInt64Array(this.memory(), 0, 1);
  }

  private cells(): Int32Array {
    return new Int32Array(this.memory());
  }
}

interface Place {
  index: number;
  generation: number;
}

/** The end of a generation, by those who are let through (0) or sent away (1). */
function end(now: State, arrived: number, torn: 0 | 1): State {
  return {
    generation: (now.generation + 1) | 0,
    arrived,
    torn: ((now.torn << 1) | torn) & (2 ** generationsKept - 1),
  };
}

function unpack(bits: bigint): State {
  const low = Number(BigInt.asUintN(32, bits));
  return {
    generation: Number(bits >> 32n),
    arrived: low & 0xffff,
    torn: low >>> 16,
  };
}

function pack({ generation, arrived, torn }: State): bigint {
  const low = torn * 2 ** 16 + arrived;
  return (BigInt(generation) << 32n) | BigInt(low);
}

function brokenError(): BrokenBarrierError {
  return new BrokenBarrierError(
    "the barrier is broken: someone gave up waiting, ended meanwhile, or aborted it. Call reset() to use it again.",
  );
}
