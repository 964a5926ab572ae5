import { decodeError } from "../../transfer/errors.ts";
import {
  describeExit,
  WorkerExitError,
  type WorkerExit,
} from "../../errors.ts";
import type { Task } from "../../worker/task.ts";
import type { Outcome } from "../wire/messages.ts";

/** A task that so many workers have ended in is not given to another. */
export const mostDeaths = 3;

type Exit = Extract<Outcome, { kind: "exit" }>;

/** Which workers ended while they ran a task: the worker may be to blame, or its machine, or the task. */
export class Deaths {
  readonly #said = new WeakMap<Task, string[]>();

  /** @returns the error of a task that is to blame by now */
  note(task: Task, host: string, exit: Exit): WorkerExitError | undefined {
    const ended = toWorkerExit(exit);
    const said = `${exit.worker} on ${host} ${describeExit(ended)}`;
    const all = this.#add(task, said);
    if (all.length < mostDeaths) return undefined;
    const others = all.slice(0, -1).join("; ");
    return new WorkerExitError(
      `${exit.worker} on ${host}, the last of ${all.length} that it was given to (${others}),`,
      task.call.name,
      ended,
    );
  }

  /** A whole agent ended, or fell silent. */
  noteAgent(task: Task, sent: number): WorkerExitError {
    const all = this.#said.get(task) ?? [];
    const others = all.length > 0 ? ` (${all.join("; ")})` : "";
    return new WorkerExitError(
      `each of ${sent} hosts that it was sent to${others} fell silent, and the last`,
      task.call.name,
      { exitCode: null, signal: "SIGKILL" },
    );
  }

  #add(task: Task, said: string): string[] {
    const all = [...(this.#said.get(task) ?? []), said];
    this.#said.set(task, all);
    return all;
  }
}

function toWorkerExit({ exitCode, signal, error }: Exit): WorkerExit {
  return {
    exitCode,
    signal,
    error: error === undefined ? undefined : decodeError(error, ""),
  };
}
