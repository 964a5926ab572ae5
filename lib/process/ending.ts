import { constants } from "node:os";
import type { WorkerExit } from "../errors.ts";
import { at, type Deadline } from "../platform/clock.ts";

/** The end of a worker, for those who wait for it. */
export class Ending {
  readonly #waiting = new Set<() => void>();
  #code: number | undefined;
  #sentinel: Promise<number> | undefined;
  #reach: ((code: number) => void) | undefined;

  /** Resolves with the exit code. */
  get sentinel(): Promise<number> {
    this.#sentinel ??= new Promise((resolve) => {
      if (this.#code === undefined) this.#reach = resolve;
      else resolve(this.#code);
    });
    return this.#sentinel;
  }

  /** Whether anybody waits until some time or for ever. */
  get awaited(): boolean {
    return this.#waiting.size > 0;
  }

  /** Resolves at the end or the deadline, whichever comes first. */
  wait(deadline: Deadline): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        callOff();
        this.#waiting.delete(done);
        resolve();
      };
      const callOff = at(deadline, done);
      this.#waiting.add(done);
    });
  }

  reached(code: number): void {
    this.#code = code;
    this.#reach?.(code);
    for (const done of [...this.#waiting]) done();
  }
}

/**
 * The code as Python has it: minus the number of the signal that ended it.
 * @param failed whether it ended by an error
 * @param ending the signal that stands for ending a thread
 */
export function toExitCode(
  { exitCode, signal }: WorkerExit,
  failed: boolean,
  ending: NodeJS.Signals | undefined,
): number {
  const by = signal ?? ending;
  if (by !== undefined) return -constants.signals[by];
  return failed ? exitCode || 1 : (exitCode ?? 1);
}
