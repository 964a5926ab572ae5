import { encodeError } from "../transfer/errors.ts";
import { workerThreads } from "../platform/worker-threads.ts";
import { hasQuestions } from "../sync/ask.ts";
import { runsAlone } from "./alone.ts";
import type { FromWorker, ToWorker } from "./messages.ts";
import { countWholeProcess } from "./task-clock.ts";
import { WorkerLoop } from "./worker-loop.ts";

/**
 * The file that every worker runs. In a pool's thread Piscina calls {@link receive}; elsewhere messages come through the
 * channel to the parent, that of the process or of the thread.
 *
 * The worker of a Process or a Thread ends as a program does, once its target is done and nothing that it began is left:
 * timers, servers, what it sent home and what it asked there. What nobody catches until then ends it with code 1.
 */
const inThread = process.send === undefined;
const loop = new WorkerLoop(
  inThread ? sendFromThread : sendFromProcess,
  inThread,
  holdOn,
);
/** Whether the channel to the parent keeps the worker going, whatever else does. */
let waitsForWork = true;

export function receive(message: ToWorker): Promise<void> {
  // Not the loop's own promise: stacks of tasks would go on through it into Piscina.
  return new Promise((resolve, reject) => {
    loop.receive(message).then(
      () => resolve(),
      (error: unknown) => reject(error),
    );
  });
}

if (!inThread) serveParentProcess();
else if (runsAlone(workerThreads().workerData)) serveParentThread();

function serveParentProcess(): void {
  countWholeProcess();
  process.on("message", take);
  // The parent is gone, or needs this worker no more.
  process.on("disconnect", () => process.exit(process.exitCode ?? 0));
  process.on("uncaughtException", (error) => void crash(error));
}

function serveParentThread(): void {
  workerThreads().parentPort?.on("message", take);
}

function take(message: ToWorker): void {
  const done = loop.receive(message);
  if (message.kind === "run" && message.last === true) void done.then(finish);
}

function finish(): void {
  waitsForWork = false;
  holdOn();
  if (inThread) return;
  // Last of all listeners. Node would take milliseconds to give its memory back piece by piece.
  process.once("beforeExit", () => process.on("exit", endNow));
}

/** Nothing is left to do once nothing but the channel is; what is being written to it counts by itself. */
function holdOn(): void {
  const channel = inThread ? workerThreads().parentPort : process.channel;
  if (waitsForWork || hasQuestions()) channel?.ref();
  else channel?.unref();
}

function endNow(exitCode: number): void {
  // Node calls it itself at the end of process.exit; its types leave it out.
  (process as unknown as { reallyExit(code: number): void }).reallyExit(
    exitCode,
  );
}

async function crash(error: unknown): Promise<void> {
  try {
    await sendFromProcess({ kind: "crash", error: encodeError(error) });
  } finally {
    process.exit(1);
  }
}

function sendFromProcess(message: FromWorker): Promise<void> {
  return new Promise((resolve, reject) => {
    // Waiting for the callback matters when the pipe is full: the rest is only written when the event loop turns, which
    // the next task may not let it do.
    process.send?.(message, undefined, undefined, (error) => {
      // The parent is gone; `disconnect` ends this process.
      if (error === null || isGone(error)) resolve();
      else reject(error);
    });
  });
}

function isGone(error: Error): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "EPIPE" || code === "ERR_IPC_CHANNEL_CLOSED";
}

function sendFromThread(message: FromWorker): void {
  workerThreads().parentPort?.postMessage(message);
}
