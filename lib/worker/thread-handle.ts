import type { Worker } from "node:worker_threads";
import { findNotebook } from "../notebook.ts";
import { decodeError } from "../transfer/errors.ts";
import type { FromWorker } from "./messages.ts";
import type { WorkerEvents, WorkerHandle } from "./worker-handle.ts";

/** A worker thread as its runner sees it, whoever started it. */
export class ThreadHandle implements WorkerHandle {
  readonly pid = undefined;
  readonly threadId: number;
  readonly label: string;
  #gone = false;
  /** What it died of, as far as it was told. */
  #crash: unknown;
  #failed = false;

  readonly #thread: Worker;
  readonly #events: WorkerEvents;
  readonly #end: () => void;

  /** @param end ends the thread now, whatever it does */
  constructor(
    thread: Worker,
    events: WorkerEvents,
    readonly send: WorkerHandle["send"],
    end: () => void,
  ) {
    this.#thread = thread;
    this.#events = events;
    this.#end = end;

    this.threadId = thread.threadId;
    this.label = `worker thread ${this.threadId}`;
    findNotebook()?.disown(thread);
    thread.once("error", (error: unknown) => this.fail(error));
    // One that cannot be read here says neither what it was nor whose: its task would wait for ever.
    thread.on("messageerror", (error: unknown) => {
      this.fail(error);
      end();
    });
    thread.once("exit", (exitCode: number) => {
      this.#gone = true;
      end();
      events.exit({ exitCode, signal: null, error: this.#crash });
    });
  }

  /** It has ended by itself, or is about to. */
  get hasFailed(): boolean {
    return this.#gone || this.#failed;
  }

  get gone(): boolean {
    return this.#gone;
  }

  hear(message: FromWorker): void {
    if (message.kind === "crash") this.#crash = decodeError(message.error, "");
    this.#events.message(message);
  }

  fail(error: unknown): void {
    this.#failed = true;
    this.#crash ??= error;
  }

  setBusy(busy: boolean): void {
    if (busy) this.#thread.ref();
    else this.#thread.unref();
  }

  stop(): void {
    this.#end();
  }

  kill(): void {
    this.#end();
  }
}
