import { spawn, type ChildProcess } from "node:child_process";
import { findNotebook } from "../notebook.ts";
import { findAttendant, onAttendant } from "../platform/attendant.ts";
import { signalChild } from "../platform/signals.ts";
import { decodeError } from "../transfer/errors.ts";
import { WorkerStartError } from "../errors.ts";
import { failedWorker } from "./failed-worker.ts";
import { guard } from "./guard.ts";
import { isMessage, type ToWorker } from "./messages.ts";
import type {
  SpawnWorker,
  WorkerEvents,
  WorkerHandle,
  WorkerOptions,
} from "./worker-handle.ts";
import { unsentError } from "./unsent-error.ts";
import { outputFd } from "./worker-output.ts";
import { workerFile } from "./worker-file.ts";

/** The first descriptor of a worker process after its streams and its channel. */
const firstFd = 4;

/** A worker process. Its own prints, and those of native code and of its children, come out where ours do. */
export const spawnProcess: SpawnWorker = (start, events, options) => {
  // The place in the list decides which number it has there.
  const fds: number[] = [];
  const inherit = (fd: number): number => firstFd + fds.push(fd) - 1;
  const fd = outputFd();
  const message = { ...start, attendant: findAttendant() };
  if (fd !== undefined) message.outputFd = inherit(fd);
  if (typeof start.claims === "number") message.claims = inherit(start.claims);
  if (start.answers !== undefined) message.answers = inherit(start.answers);
  let child: ChildProcess;
  try {
    child = startNode(options, fds);
  } catch (error) {
    return failedWorker(error, "process", events);
  }
  findNotebook()?.disown(child);
  guard.add(child);

  let crash: unknown;
  child.on("message", (message: unknown) => {
    if (!isMessage(message)) return;
    if (message.kind === "crash") crash = decodeError(message.error, "");
    events.message(message);
  });
  child.once("error", (error) => {
    if (child.pid === undefined) crash = new WorkerStartError(error);
  });
  const stopAttending = onAttendant((attendant) =>
    handle.send({ kind: "attend", attendant }),
  );
  whenOver(child, (exitCode, signal) => {
    stopAttending();
    guard.remove(child);
    events.exit({ exitCode, signal, error: crash });
  });

  const handle = new ProcessHandle(child, events);
  handle.send(message);
  return handle;
};

class ProcessHandle implements WorkerHandle {
  readonly threadId = undefined;
  readonly label: string;
  readonly #child: ChildProcess;
  readonly #events: WorkerEvents;

  constructor(child: ChildProcess, events: WorkerEvents) {
    this.label = `worker process ${child.pid ?? "(not started)"}`;
    this.#child = child;
    this.#events = events;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get gone(): boolean {
    const { connected, exitCode, signalCode } = this.#child;
    return !connected || exitCode !== null || signalCode !== null;
  }

  send(message: ToWorker): void {
    if (!this.#child.connected) return;
    try {
      // The callback takes EPIPE of a child that died meanwhile; its exit says the rest.
      this.#child.send(message, () => undefined);
    } catch (error) {
      queueMicrotask(() => this.#events.unsent(message, unsentError(error)));
    }
  }

  setBusy(busy: boolean): void {
    const channel = this.#child.channel;
    if (busy) {
      this.#child.ref();
      channel?.ref();
    } else {
      this.#child.unref();
      channel?.unref();
    }
  }

  stop(): void {
    if (this.#child.connected) this.#child.disconnect();
  }

  kill(signal: NodeJS.Signals = "SIGKILL"): void {
    signalChild(this.#child, signal);
  }
}

/** @throws what the system says of a lack of memory; of other failures the child tells by an event */
function startNode(
  options: WorkerOptions,
  fds: readonly number[],
): ChildProcess {
  return spawn(process.execPath, [...nodeFlags(options), workerFile], {
    stdio: ["ignore", "inherit", "inherit", "ipc", ...fds],
    serialization: "advanced",
    env: { ...process.env, ...options.env },
  });
}

/** The parent's flags, without those that belong to one process only. */
function nodeFlags(options: WorkerOptions): string[] {
  const flags: string[] = [];
  for (let at = 0; at < process.execArgv.length; at += 1) {
    const flag = process.execArgv[at] ?? "";
    // These take the next word with them.
    if (/^(-e|--eval|-p|--print|-pe)$/.test(flag)) at += 1;
    else if (
      !/^--(inspect|debug|input-type|test|watch|eval|print)/.test(flag)
    ) {
      flags.push(flag);
    }
  }
  if (options.memoryLimitMb !== undefined) {
    flags.push(`--max-old-space-size=${options.memoryLimitMb}`);
  }
  return [...flags, ...(options.execArgv ?? [])];
}

/** Calls back once the process has ended and its last message has been read: the two come in either order. */
function whenOver(
  child: ChildProcess,
  over: (exitCode: number | null, signal: NodeJS.Signals | null) => void,
): void {
  let outcome: [number | null, NodeJS.Signals | null] | undefined;
  let called = false;
  const check = (force = false): void => {
    if (called || outcome === undefined || (child.connected && !force)) return;
    called = true;
    over(...outcome);
  };
  child.once("error", () => {
    // No exit event follows when the process could not start.
    if (child.pid !== undefined) return;
    outcome = [127, null];
    check(true);
  });
  child.once("exit", (exitCode, signal) => {
    outcome = [exitCode, signal];
    check();
    // A process that the worker started may hold the channel open; then nothing more will come.
    setTimeout(() => check(true), 200);
  });
  child.once("disconnect", () => check());
}
