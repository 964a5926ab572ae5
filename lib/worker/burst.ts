import { machineNow } from "../platform/machine-clock.ts";

/** So many calls of a function have each a stack of their own; those that follow in the same turn are a loop's, and share the last. */
const exact = 64;

/** A turn that is stopped may never come to its end. */
const longestMs = 100;

interface Repeated<C> {
  above: Function;
  count: number;
  last: C;
}

/** The calls of this turn: most that come one after the other are of one function, and from one place. */
export class Burst<C> {
  #began = -Infinity;
  #calls = new Map<Function, Repeated<C>>();

  /** @returns the call before this one, if many of the function were made in this turn, in the same way */
  before(fn: Function, above: Function): C | undefined {
    if (machineNow() - this.#began > longestMs) return undefined;
    const repeated = this.#calls.get(fn);
    if (repeated?.above !== above || repeated.count < exact) return undefined;
    return repeated.last;
  }

  note(fn: Function, above: Function, call: C): void {
    this.#begin();
    const repeated = this.#calls.get(fn);
    if (repeated?.above === above) {
      repeated.count += 1;
      repeated.last = call;
    } else this.#calls.set(fn, { above, count: 1, last: call });
  }

  #begin(): void {
    const now = machineNow();
    if (now - this.#began <= longestMs) return;
    this.#began = now;
    this.#calls.clear();
    queueMicrotask(() => {
      this.#began = -Infinity;
      this.#calls.clear();
    });
  }
}
