import { WorkerStartError } from "../errors.ts";
import type { WorkerEvents, WorkerHandle } from "./worker-handle.ts";

/** Stands for a worker that could not be started: its exit, with the reason, is all that ever comes of it. */
export function failedWorker(
  reason: unknown,
  kind: "process" | "thread",
  events: WorkerEvents,
): WorkerHandle {
  const error = new WorkerStartError(reason);
  setImmediate(() => events.exit({ exitCode: 127, signal: null, error }));
  return {
    label: `worker ${kind} (not started)`,
    pid: undefined,
    threadId: undefined,
    gone: true,
    send() {},
    setBusy() {},
    stop() {},
    kill() {},
  };
}
