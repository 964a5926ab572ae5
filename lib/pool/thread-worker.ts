import { Piscina } from "piscina";
import { findNotebook } from "../notebook.ts";
import { decodeError } from "../travel/errors.ts";
import type { WorkerExit } from "./errors.ts";
import { failedWorker } from "./failed-worker.ts";
import { handOver, largeBytes } from "./hand-over.ts";
import { isMessage, type ToWorker } from "./messages.ts";
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
    resourceLimits:
      options.memoryLimitMb === undefined
        ? undefined
        : { maxOldGenerationSizeMb: options.memoryLimitMb },
  });
  const send = (message: ToWorker, sizeBytes = 0): void => {
    const handed = sizeBytes < largeBytes ? undefined : handOver(message);
    const sent = piscina.run(handed?.message ?? message, {
      // Piscina derives the type from Node's, of which it takes the wrong overload.
      transferList: handed?.buffers as never,
    });
    sent.catch((error: unknown) => {
      // Any other rejection means that the thread ended, which its exit event says better.
      if (error instanceof Error && error.name === "DataCloneError") {
        events.unsent(message, error);
      }
    });
  };

  let crash: unknown;
  piscina.on("message", (message: unknown) => {
    if (!isMessage(message)) return;
    if (message.kind === "crash") crash = decodeError(message.error, "");
    events.message(message);
  });
  piscina.on("error", (error: unknown) => (crash ??= error));

  try {
    send(start);
  } catch (error) {
    void piscina.destroy();
    return failedWorker(error, "thread", events);
  }
  const thread = piscina.threads[0];
  if (thread === undefined) throw new Error("piscina started no thread");
  findNotebook()?.disown(thread);
  thread.once("error", (error: unknown) => (crash ??= error));
  // One that cannot be read here says neither what it was nor whose: its task would wait for ever.
  thread.on("messageerror", (error: unknown) => {
    crash ??= error;
    void piscina.destroy();
  });
  let exited = false;
  thread.once("exit", (exitCode: number) => {
    exited = true;
    const exit: WorkerExit = { exitCode, signal: null, error: crash };
    void piscina.destroy();
    events.exit(exit);
  });

  const end = (): void => void piscina.destroy();
  const { threadId } = thread;
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

function environmentOf({ env, execArgv }: WorkerOptions): {
  env?: NodeJS.ProcessEnv;
  execArgv?: string[];
} {
  return {
    ...(env && { env: { ...process.env, ...env } }),
    ...(execArgv && { execArgv: [...execArgv] }),
  };
}
