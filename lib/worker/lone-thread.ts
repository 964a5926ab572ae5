import { Worker } from "node:worker_threads";
import { alone } from "./alone.ts";
import { failedWorker } from "./failed-worker.ts";
import { handOver, largeBytes } from "./hand-over.ts";
import type { ToWorker } from "./messages.ts";
import { ThreadHandle } from "./thread-handle.ts";
import { limitsOf } from "./thread-limits.ts";
import { unsentError } from "./unsent-error.ts";
import { workerFile } from "./worker-file.ts";
import type { SpawnWorker } from "./worker-handle.ts";

/** The thread of a Thread. Piscina, which runs those of pools, would not let it end by itself. */
export const spawnLoneThread: SpawnWorker = (start, events, options) => {
  const send = (message: ToWorker, sizeBytes = 0): void => {
    const handed = sizeBytes < largeBytes ? undefined : handOver(message);
    try {
      thread.postMessage(handed?.message ?? message, handed?.buffers);
    } catch (error) {
      queueMicrotask(() => events.unsent(message, unsentError(error)));
    }
  };
  let thread: Worker;
  try {
    thread = new Worker(workerFile, {
      workerData: alone,
      resourceLimits: limitsOf(options),
    });
  } catch (error) {
    return failedWorker(error, "thread", events);
  }
  const handle = new ThreadHandle(
    thread,
    events,
    send,
    () => void thread.terminate(),
  );
  thread.on("message", (message) => handle.hear(message));
  send(start);
  return handle;
};
