import { Piscina } from "piscina";
import { failedWorker } from "./failed-worker.ts";
import { handOver, largeBytes } from "./hand-over.ts";
import { isMessage, type ToWorker } from "./messages.ts";
import { ThreadHandle } from "./thread-handle.ts";
import { limitsOf } from "./thread-limits.ts";
import { unsentError } from "./unsent-error.ts";
import type { SpawnWorker, WorkerOptions } from "./worker-handle.ts";
import { workerFile } from "./worker-file.ts";

/**
 * A worker thread, run by a Piscina of one. Piscina owns the thread: start, messages, errors, exit. The queue above is
 * ours, because it must know which worker has which functions, and whose task died with a worker.
 */
export const spawnThread: SpawnWorker = (start, events, options) => {
  const piscina = new Piscina({
    filename: workerFile,
    name: "receive",
    // None at first, so that Piscina replaces no thread behind our back; the first message starts the one there is.
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: Infinity,
    concurrentTasksPerWorker: 1_000_000,
    // The other modes stop timers and promises of the worker between tasks.
    atomics: "disabled",
    recordTiming: false,
    ...environmentOf(options),
    resourceLimits: limitsOf(options),
  });
  let handle: ThreadHandle | undefined;
  let isEnding = false;
  const end = (): void => {
    isEnding = true;
    void piscina.destroy();
  };
  const send = (message: ToWorker, sizeBytes = 0): void => {
    const handed = sizeBytes < largeBytes ? undefined : handOver(message);
    const sent = piscina.run(handed?.message ?? message, {
      // Piscina derives the type from Node's, of which it takes the wrong overload.
      transferList: handed?.buffers as never,
    });
    sent.catch((error: unknown) => {
      // The exit of a thread that ended says better what became of its messages.
      if (!isEnding && !handle?.hasFailed)
        events.unsent(message, unsentError(error));
    });
  };

  try {
    send(start);
  } catch (error) {
    end();
    return failedWorker(error, "thread", events);
  }
  const thread = piscina.threads[0];
  if (thread === undefined) throw new Error("piscina started no thread");
  const opened = new ThreadHandle(thread, events, send, end);
  handle = opened;
  piscina.on("message", (message: unknown) => {
    if (isMessage(message)) opened.hear(message);
  });
  piscina.on("error", (error: unknown) => opened.fail(error));
  return opened;
};

function environmentOf({ env, execArgv }: WorkerOptions): {
  env?: NodeJS.ProcessEnv;
  execArgv?: string[];
} {
  return {
    ...(env && { env: { ...process.env, ...env } }),
    ...(execArgv && { execArgv: [...execArgv] }),
  };
}
