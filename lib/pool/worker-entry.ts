import { isMainThread, parentPort } from "node:worker_threads";
import { encodeError } from "../travel/errors.ts";
import type { FromWorker, ToWorker } from "./messages.ts";
import { countWholeProcess, WorkerLoop } from "./worker-loop.ts";

/**
 * The file that every worker runs. In a thread Piscina calls {@link receive}; in a process the channel to the parent does.
 */
const loop = new WorkerLoop(isMainThread ? sendFromProcess : sendFromThread);

export async function receive(message: ToWorker): Promise<void> {
  await loop.receive(message);
  if (message.kind === "finish") await endThread();
}

if (isMainThread) serveParent();

function serveParent(): void {
  countWholeProcess();
  process.on("message", (message: ToWorker) => {
    if (message.kind === "finish") void finish();
    else void loop.receive(message);
  });
  // The parent is gone, or needs this worker no more.
  process.on("disconnect", exit);
  process.on("uncaughtException", (error) => void crash(error));
}

function exit(): void {
  process.exit(process.exitCode ?? 0);
}

/** Piscina's own ports keep a thread alive for ever, so it cannot end by running out of work. */
async function endThread(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    if (stream.writableLength === 0) continue;
    await new Promise<void>((resolve) => stream.write("", () => resolve()));
  }
  process.exit();
}

/** Ends as a program does that has nothing left to do: timers and servers that the task began keep it alive. */
async function finish(): Promise<void> {
  await loop.receive({ kind: "finish" });
  process.off("disconnect", exit);
  process.disconnect();
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
  parentPort?.postMessage(message);
}
