import { AsyncLocalStorage } from "node:async_hooks";
import { contextFrameFlag } from "../runtime-flags.ts";
import { TaggedContext } from "./tagged-context.ts";

/**
 * Knows which cell the running code belongs to, also in timers, callbacks and promises that outlive the cell: what they
 * print goes to the cell that started them.
 */
export interface CellContext {
  /** Runs the beginning of a cell: everything that grows out of it belongs to the cell. */
  run<T>(cell: number, start: () => T): T;
  /** Undefined for code that no cell has started. */
  readonly cell: number | undefined;
  /** The cell that a rejected promise belongs to. */
  cellOf(promise: object): number | undefined;
  /** Forgets what ran when V8 terminated it: nothing has told us that it ended. */
  reset(): void;
}

/**
 * AsyncLocalStorage where V8 itself carries its value along. Before that, up to Node 20, it keeps a stack of ids that a
 * terminated promise callback leaves behind, and Node then ends the process: Stop would cost the variables.
 */
export function openCellContext(): CellContext {
  const native =
    Number(process.versions.node.split(".")[0]) >= 24 ||
    process.execArgv.includes(contextFrameFlag);
  return native ? new NativeContext() : new TaggedContext();
}

class NativeContext implements CellContext {
  readonly #storage = new AsyncLocalStorage<number>();

  run<T>(cell: number, start: () => T): T {
    return this.#storage.run(cell, start);
  }

  get cell(): number | undefined {
    return this.#storage.getStore();
  }

  /** Node calls its listener for rejections in the promise's own context. */
  cellOf(): number | undefined {
    return this.cell;
  }

  reset(): void {}
}
