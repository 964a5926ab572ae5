import { AsyncLocalStorage } from "node:async_hooks";
import { contextFrameFlag } from "../wire/runtime-flags.ts";
import type { CellContext } from "./cell-context.ts";
import { TaggedContext } from "./tagged-context.ts";

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
