import { decodeError } from "../transfer/errors.ts";
import { decodeResult } from "../transfer/unpack.ts";
import type { TaskReply } from "../worker/runner.ts";
import type { Task } from "../worker/task.ts";

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
