/** Reads the text of cells, in a thread of its own: see thread-reader.ts. */
import { parentPort } from "node:worker_threads";
import { CellWork } from "./cell-work.ts";
import type { ReaderAnswer, ReaderRequest } from "./messages.ts";
import { warmUp } from "./warm-up.ts";

/**
 * Whoever runs a cell as soon as the kernel is there, or all at once, shall not find the thread warming itself up for what it
 * could do instead.
 */
const idleMs = 1000;

const work = new CellWork();
const port = parentPort!;
const steps = warmUp(new CellWork());
let haveWarmed: () => void;
/** Resolves when there is nothing more to do ahead. */
export const warmed = new Promise<void>((resolve) => (haveWarmed = resolve));
let idle = setTimeout(takeStep, idleMs);

port.on("message", ({ method, args }: ReaderRequest) => {
  port.postMessage(answer(method, args));
  idle.refresh();
});

/** One at a time: what is asked meanwhile comes before the next. */
function takeStep(): void {
  try {
    if (!steps.next().done) return void (idle = setTimeout(takeStep));
  } catch {
    // Out of memory or descriptors: cells are read all the same.
  }
  haveWarmed();
}

function answer(method: keyof CellWork, args: unknown[]): ReaderAnswer {
  try {
    // What goes with each method is typed where it is sent.
    const call = work[method].bind(work) as (...args: unknown[]) => unknown;
    return { value: call(...args) };
  } catch (error) {
    const { message, stack } = error as Error;
    return { error: { message, stack } };
  }
}
