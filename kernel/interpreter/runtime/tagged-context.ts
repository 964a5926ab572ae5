import {
  AsyncResource,
  executionAsyncId,
  triggerAsyncId,
} from "node:async_hooks";
import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers";
import { promiseHooks } from "node:v8";
import type { CellContext } from "./cell-context.ts";
import { cells } from "./realm.ts";

type Callback = (...values: unknown[]) => unknown;
type Start = (callback: Callback, ...rest: unknown[]) => unknown;

// Returning the argument makes the field land on the promise itself: invisible, and much quicker than a WeakMap.
const Itself = function (promise: object) {
  return promise;
} as unknown as new (promise: object) => object;

class Tag extends Itself {
  readonly #cell: number | undefined;

  constructor(promise: object, cell: number | undefined) {
    super(promise);
    this.#cell = cell;
  }

  static of(promise: object): number | undefined {
    return #cell in promise ? promise.#cell : undefined;
  }
}

/**
 * The cell of running code, on Node 20. Promises are tagged by V8's own hooks, which need no stack of ids and cost
 * 25 ns a promise; timers and ticks carry the cell in a closure. Callbacks of sockets, files and children belong to
 * the cell that was new when their handle was made, or the handle that made it: Node numbers its handles in order.
 * Only a callback three handles away from its cell, as in a file that a late timer reads, is taken for the newest cell's.
 */
export class TaggedContext implements CellContext {
  #cell: number | undefined;
  /** The first handle number of each cell, ascending. */
  readonly #firstIds: number[] = [];
  readonly #cells: number[] = [];

  constructor() {
    promiseHooks.createHook({
      init: (promise) => void new Tag(promise, this.#cell),
      before: (promise) => (this.#cell = Tag.of(promise)),
      after: () => (this.#cell = undefined),
    });
    for (const name of ["setTimeout", "setInterval", "setImmediate"] as const)
      Object.assign(cells.global, { [name]: this.#carry(timers, name) });
    this.#carry(cells.global, "queueMicrotask");
    this.#carry(process, "nextTick");
    // For cells that import them from node:timers.
    syncBuiltinESMExports();
  }

  run<T>(cell: number, start: () => T): T {
    this.#firstIds.push(new AsyncResource("cell").asyncId());
    this.#cells.push(cell);
    return this.#within(cell, start);
  }

  get cell(): number | undefined {
    return (
      this.#cell ??
      // What made the handle says more: late code of one cell makes handles while another is new.
      this.#cellOfHandle(triggerAsyncId()) ??
      this.#cellOfHandle(executionAsyncId())
    );
  }

  cellOf(promise: object): number | undefined {
    return Tag.of(promise) ?? this.cell;
  }

  reset(): void {
    this.#cell = undefined;
  }

  #within<T>(cell: number | undefined, call: () => T): T {
    const outer = this.#cell;
    this.#cell = cell;
    try {
      return call();
    } finally {
      this.#cell = outer;
    }
  }

  #carry(holder: object, name: string): Start {
    const starts = holder as Record<string, Start>;
    const stock = starts[name]!;
    const cellNow = () => this.cell;
    const within = (cell: number, call: () => unknown) =>
      this.#within(cell, call);
    const carrying = function (
      this: unknown,
      callback: Callback,
      ...rest: unknown[]
    ): unknown {
      const cell = cellNow();
      if (cell === undefined || typeof callback !== "function")
        return stock.call(this, callback, ...rest);
      const inCell = function (this: unknown, ...values: unknown[]) {
        return within(cell, () => callback.apply(this, values));
      };
      return stock.call(this, inCell, ...rest);
    };
    // The promisified form of a timer hangs on it, and so does its name.
    Object.defineProperties(carrying, Object.getOwnPropertyDescriptors(stock));
    return (starts[name] = carrying);
  }

  /** Cells and handles are numbered in the same order: the last cell that began before the handle was made. */
  #cellOfHandle(id: number): number | undefined {
    let low = 0;
    let high = this.#firstIds.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#firstIds[middle]! <= id) low = middle + 1;
      else high = middle;
    }
    return this.#cells[low - 1];
  }
}
