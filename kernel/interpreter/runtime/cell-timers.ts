import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers";
import promises from "node:timers/promises";
import type { CellContext } from "./cell-context.ts";
import { cells } from "./realm.ts";

/** What Node gives for a timer. It says whether it is over, by clearing or by being through. */
type Handle = (NodeJS.Timeout | NodeJS.Immediate) & { _destroyed: boolean };
type Start = (...values: unknown[]) => unknown;

/** A promise of `node:timers/promises` that a cell may be waiting for. */
interface Wait {
  state: "open" | "over";
}

/**
 * Over, or let go of with `unref()`: such a timer is the housekeeping of a library, as of a pool, a figure or a database
 * client, which goes on when the cell that woke it is stopped.
 */
function isNobodys(handle: Handle): boolean {
  return handle._destroyed || !handle.hasRef();
}

/** A cell with more timers than this is looked through for those that are over. */
const leastToPrune = 1000;

/** Knows the timers of each cell, so that Stop ends those that are left: none of their callbacks comes any more. */
export class CellTimers {
  readonly #cells = new Map<number, Set<Handle | Wait>>();
  readonly #pruneAt = new Map<number, number>();

  readonly #context: CellContext;

  constructor(context: CellContext) {
    this.#context = context;
  }

  install(): void {
    for (const name of ["setTimeout", "setInterval", "setImmediate"] as const)
      Object.assign(cells.global, { [name]: this.#note(timers, name) });
    for (const name of ["setTimeout", "setImmediate"] as const)
      this.#gate(promises, name);
    // For cells that import them.
    syncBuiltinESMExports();
  }

  /** The cells that have timers left. */
  get cells(): number[] {
    for (const cell of this.#cells.keys()) this.#prune(cell);
    return [...this.#cells.keys()];
  }

  /** Ends those of a cell. @returns how many there were */
  clear(cell: number): number {
    this.#prune(cell);
    const left = this.#cells.get(cell) ?? [];
    let count = 0;
    for (const each of left) {
      if ("state" in each) each.state = "over";
      else if ("refresh" in each) timers.clearTimeout(each);
      else timers.clearImmediate(each);
      count++;
    }
    this.#cells.delete(cell);
    return count;
  }

  #note(holder: object, name: string): Start {
    const starts = holder as Record<string, Start>;
    const stock = starts[name]!;
    const add = (handle: Handle) => this.#add(handle);
    const noting = function (this: unknown, ...values: unknown[]): unknown {
      const handle = stock.apply(this, values);
      add(handle as Handle);
      return handle;
    };
    // The promisified form of a timer hangs on it, and so does its name.
    Object.defineProperties(noting, Object.getOwnPropertyDescriptors(stock));
    return (starts[name] = noting);
  }

  #gate(holder: object, name: string): void {
    const starts = holder as Record<string, Start>;
    const stock = starts[name]!;
    const add = (wait: Wait) => this.#add(wait);
    const gated = function (this: unknown, ...values: unknown[]): unknown {
      const wait: Wait = { state: "open" };
      add(wait);
      const close = () => {
        const isOpen = wait.state === "open";
        wait.state = "over";
        return isOpen;
      };
      return cells.gate(stock.apply(this, values), close);
    };
    Object.defineProperties(gated, Object.getOwnPropertyDescriptors(stock));
    starts[name] = gated;
  }

  #add(each: Handle | Wait): void {
    const { cell } = this.#context;
    if (cell === undefined) return;
    const all = this.#cells.get(cell);
    if (!all) return void this.#cells.set(cell, new Set([each]));
    all.add(each);
    if (all.size > (this.#pruneAt.get(cell) ?? leastToPrune)) this.#prune(cell);
  }

  #prune(cell: number): void {
    const all = this.#cells.get(cell);
    if (!all) return;
    for (const each of all)
      if ("state" in each ? each.state === "over" : isNobodys(each))
        all.delete(each);
    if (all.size > 0)
      return void this.#pruneAt.set(cell, 2 * all.size + leastToPrune);
    this.#cells.delete(cell);
    this.#pruneAt.delete(cell);
  }
}
