import { describeStartFailure } from "./platform/start-failure.ts";

/** What went wrong with a pool, a worker or a future. One class per cause; the original travels as `cause`. */
export class PoolError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    Object.defineProperty(this, "name", {
      value: new.target.name,
      configurable: true,
      writable: true,
    });
  }
}

/** How a worker ended: `exitCode` is null when a signal ended it. */
export interface WorkerExit {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  /** The uncaught error of the worker, if that ended it. */
  error?: unknown;
}

/** A worker could not be started: a limit of the machine is reached, or Node is not where it was. */
export class WorkerStartError extends PoolError {
  /** @internal @param cause what the system said */
  constructor(cause: unknown) {
    super(
      `a worker could not be started: ${describeStartFailure(cause)}. Use fewer workers, as with new Pool(2), or end ` +
        "other programs and pools.",
      { cause },
    );
  }
}

/** A worker ended while it ran a task. Only that task is lost; the pool starts another worker. */
export class WorkerExitError extends PoolError {
  /** null if a signal ended it (Python would report -N). */
  readonly exitCode: number | null;
  /** null if it ended by itself; always null for a thread. */
  readonly signal: NodeJS.Signals | null;

  /** @internal */
  constructor(
    /** Which one, for people: "worker process 4711". */
    readonly worker: string,
    /** Name of the function it ran. */
    readonly task: string,
    exit: WorkerExit,
  ) {
    super(
      `${worker} ${describeExit(exit)} while it ran ${task}. ${adviseOnExit(exit)}`,
      exit.error === undefined ? undefined : { cause: exit.error },
    );
    this.exitCode = exit.exitCode;
    this.signal = exit.signal;
  }
}

/** The task was cancelled before it ran, or its pool was terminated. Python: CancelledError. */
export class CancelledError extends PoolError {}

/** The result did not come in time. Python: TimeoutError. */
export class TimeoutError extends PoolError {
  constructor(
    /** How long it was waited for. */
    readonly seconds: number,
    what: string,
  ) {
    super(`${what} within ${seconds} s`);
  }
}

/** No worker of this pool can run a task any more: its initializer failed or workers die as they start. Python: BrokenExecutor. */
export class BrokenExecutorError extends PoolError {}

/** A task was submitted after `close`, `shutdown` or `terminate`. Python: ValueError, RuntimeError. */
export class ExecutorClosedError extends PoolError {}

/** Shared memory was sent to another process, which would have got a copy of it. */
export class SharedMemoryError extends PoolError {
  /** @param what it is, e.g. `variable "table" (used by total, cell [3], line 2)` */
  constructor(what = "this") {
    super(
      `${what} is shared memory, which cannot be sent to another process: only threads share it. Use threads, as with ` +
        "new Pool({ threads: true }) or Thread, or send a copy, as with array.slice().",
    );
  }
}

/** The cell was stopped; its workers are gone, the pool starts new ones when it is used again. Python: KeyboardInterrupt. */
export class InterruptError extends PoolError {
  constructor() {
    super("stopped: the cell was interrupted and its workers were ended");
  }
}

/** A method was called in a state that does not allow it, such as `join` before `start`. Python: AssertionError, RuntimeError, ValueError. */
export class StateError extends PoolError {}

export function isOutOfMemory(exit: WorkerExit): boolean {
  const code = (exit.error as { code?: unknown } | undefined)?.code;
  return code === "ERR_WORKER_OUT_OF_MEMORY";
}

/** "exited with code 3", "was killed by SIGKILL", ... */
export function describeExit(exit: WorkerExit): string {
  if (exit.error instanceof WorkerStartError) return "could not be started";
  if (isOutOfMemory(exit)) return "ran out of memory";
  if (exit.error !== undefined) {
    return `was ended by an uncaught error (${firstLine(exit.error)})`;
  }
  if (exit.signal !== null) return `was killed by ${exit.signal}`;
  return `exited with code ${exit.exitCode}`;
}

/** What to do about it. */
export function adviseOnExit(exit: WorkerExit): string {
  if (exit.error instanceof WorkerStartError) return exit.error.message;
  if (isOutOfMemory(exit)) {
    return "Send it less data at a time, or raise memoryLimitMb.";
  }
  // V8 aborts the process when its heap is full: there is no other sign of it outside.
  if (exit.signal === "SIGABRT" || exit.exitCode === 134) {
    return "Node ends like this when it runs out of memory: send less data at a time, or raise memoryLimitMb.";
  }
  if (exit.signal === "SIGKILL") {
    return "Something outside ended it; the system does so when memory runs out.";
  }
  if (exit.error !== undefined) {
    return "Catch it inside the task; timers and events of an earlier task count too.";
  }
  return "A task that returns leaves its worker alive; look for process.exit or a native crash.";
}

/** The same of one that ended before its first task. */
export function adviseOnStart(exit: WorkerExit): string {
  if (exit.error !== undefined) return "Fix it and make a new pool.";
  // Where Node can start none of its threads, or map no memory, it aborts.
  return `It may be out of memory, or at a limit: ${describeStartFailure({ code: "EAGAIN" })}.`;
}

function firstLine(error: unknown): string {
  return String(error).split("\n", 1)[0] ?? "";
}
