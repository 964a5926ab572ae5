/** The thread in which the text of cells is read: see thread-reader.ts. */
import { parentPort } from "node:worker_threads";
import { CellWork } from "./cell-work.ts";
import type { ReaderAnswer, ReaderRequest } from "./messages.ts";

const work = new CellWork();
const port = parentPort!;

port.on("message", ({ method, args }: ReaderRequest) => {
  port.postMessage(answer(method, args));
});

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
