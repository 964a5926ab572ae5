import { decodeError } from "../transfer/errors.ts";
import { decodeResult } from "../transfer/unpack.ts";
import type { WorkerExitError } from "../errors.ts";
import type { TaskReply, Times } from "../worker/messages.ts";
import type { Task } from "../worker/task.ts";

/** What becomes of tasks that a worker is done with. */
export interface Settle {
  reply(task: Task, reply: TaskReply, worker: number): void;
  /** The worker ended in the midst of it. */
  lost(task: Task, worker: number, times: Times, error: WorkerExitError): void;
}

/** They are waited for here. */
export const settleHere: Settle = {
  reply: settleFuture,
  lost: ({ future }, _worker, _times, error) => future.setException(error),
};

/** With what its worker says of it. */
export function settleFuture({ future, call }: Task, reply: TaskReply): void {
  if (reply.kind === "error")
    return future.setException(
      decodeError(reply.error, call.caller.stack ?? ""),
    );
  try {
    future.setResult(decodeResult(reply.value));
  } catch (error) {
    future.setException(error);
  }
}
