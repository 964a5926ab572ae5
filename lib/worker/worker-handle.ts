import type { WorkerExit } from "../errors.ts";
import type { FromWorker, StartMessage, ToWorker } from "./messages.ts";

/** One worker as its runner sees it: threads and processes differ only below this line. */
export interface WorkerHandle {
  /** For people: "worker process 4711", "worker thread 3". */
  readonly label: string;
  readonly pid: number | undefined;
  readonly threadId: number | undefined;
  /** Whether it has ended, though its `exit` is still to come. */
  readonly gone: boolean;
  /**
   * Messages arrive in order. One that cannot be copied comes back through {@link WorkerEvents.unsent}.
   * @param sizeBytes about how much data it holds (default: little)
   */
  send(message: ToWorker, sizeBytes?: number): void;
  /** Whether the worker's work keeps the program alive. */
  setBusy(busy: boolean): void;
  /** Ends an idle worker. */
  stop(): void;
  /** Ends the worker now, whatever it does. */
  kill(signal?: NodeJS.Signals): void;
}

export interface WorkerEvents {
  message(message: FromWorker): void;
  /** A message that structured clone refused. Never called during `send`. */
  unsent(message: ToWorker, error: Error): void;
  /** Comes once, after the last message. */
  exit(exit: WorkerExit): void;
}

export interface WorkerOptions {
  /** Heap limit of a worker in megabytes (default: Node's own). */
  memoryLimitMb?: number;
  /** Variables of the workers' environment besides the program's own (default: none). */
  env?: Record<string, string>;
  /** Flags of Node for the workers besides the program's own (default: none); threads take those that concern one thread. */
  execArgv?: readonly string[];
}

export type SpawnWorker = (
  start: StartMessage,
  events: WorkerEvents,
  options: WorkerOptions,
) => WorkerHandle;
