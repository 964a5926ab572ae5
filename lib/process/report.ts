import { adviseOnExit, describeExit, type WorkerExit } from "../errors.ts";
import { framesOfThrown } from "../transfer/thrown.ts";

/** As in Python: the traceback goes to stderr. */
export function reportFailure(name: string, error: unknown): void {
  console.error(`${name} failed:`, error);
  const frames = framesOfThrown(error);
  if (frames) console.error(frames);
}

/** Of a worker that a signal ended which nobody here had sent. */
export function reportEnd(name: string, exit: WorkerExit): void {
  console.error(`${name} ${describeExit(exit)}. ${adviseOnExit(exit)}`);
}
