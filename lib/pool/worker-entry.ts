import { encodeError } from "../travel/errors.ts";
import { workerThreads } from "../process/worker-threads.ts";
import type { FromWorker, ToWorker } from "./messages.ts";
import { countWholeProcess, WorkerLoop } from "./worker-loop.ts";

/**
 * The file that every worker runs. In a thread Piscina calls {@link receive}; in a process the channel to the parent does.
 */
const inThread = process.send === undefined;
const loop = new WorkerLoop(
  inThread ? sendFromThread : sendFromProcess,
  inThread,
);

export function receive(message: ToWorker): Promise<void> {
  if (message.kind === "run" && message.last === true) {
    // In the next turn: Piscina must not see it as running, or a daemon would keep the program alive.
    setImmediate(() => void loop.receive(message).then(() => process.exit()));
    return Promise.resolve();
  }
  // Not the loop's own promise: stacks of tasks would go on through it into Piscina.
  return new Promise((resolve, reject) => {
    loop.receive(message).then(
      () => resolve(),
      (error: unknown) => reject(error),
    );
  });
}

if (!inThread) serveParent();

function serveParent(): void {
  countWholeProcess();
  process.on("message", (message: ToWorker) => {
    const done = loop.receive(message);
    if (message.kind === "run" && message.last === true) void done.then(finish);
  });
  // The parent is gone, or needs this worker no more.
  process.on("disconnect", exit);
  process.on("uncaughtException", (error) => void crash(error));
}

function exit(): void {
  process.exit(process.exitCode ?? 0);
}

/** Ends as a program does that has nothing left to do: timers and servers that the target began keep it alive. */
function finish(): void {
  process.off("disconnect", exit);
  process.disconnect?.();
  // Last of all listeners. Node would take milliseconds to give its memory back piece by piece.
  process.once("beforeExit", () => process.on("exit", endNow));
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
