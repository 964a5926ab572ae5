import { Worker } from "node:worker_threads";
import { decodeError } from "../travel/errors.ts";
import { alone } from "./alone.ts";
import { handOver, largeBytes } from "./hand-over.ts";
import type { FromWorker, ToWorker } from "./messages.ts";
import { workerFile } from "./worker-file.ts";
import type { SpawnWorker } from "./worker-handle.ts";

/** The thread of a Thread. Piscina, which runs those of pools, would not let it end by itself. */
export const spawnLoneThread: SpawnWorker = (start, events, options) => {
  const thread = new Worker(workerFile, {
    workerData: alone,
    resourceLimits:
      options.memoryLimitMb === undefined
        ? undefined
        : { maxOldGenerationSizeMb: options.memoryLimitMb },
  });
  const send = (message: ToWorker, sizeBytes = 0): void => {
    const handed = sizeBytes < largeBytes ? undefined : handOver(message);
    try {
      thread.postMessage(handed?.message ?? message, handed?.buffers);
    } catch (error) {
      queueMicrotask(() => events.unsent(message, error as Error));
    }
  };

  let crash: unknown;
  let exited = false;
  thread.on("message", (message: FromWorker) => {
    if (message.kind === "crash") crash = decodeError(message.error, "");
    events.message(message);
  });
  thread.on("error", (error: unknown) => (crash ??= error));
  thread.once("exit", (exitCode: number) => {
    exited = true;
    events.exit({ exitCode, signal: null, error: crash });
  });

  send(start);
  const { threadId } = thread;
  const end = (): void => void thread.terminate();
  return {
    label: `worker thread ${threadId}`,
    pid: undefined,
    threadId,
    get gone() {
      return exited;
    },
    send,
    setBusy: (busy) => (busy ? thread.ref() : thread.unref()),
    stop: end,
    kill: end,
  };
};
