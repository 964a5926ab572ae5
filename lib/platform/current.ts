import { perThread } from "./per-thread.ts";
import { workerThreads } from "./worker-threads.ts";

/** What runs this code. */
export class Current {
  /** Number of the process. */
  readonly pid = process.pid;
  /** 0 in a process's main thread. */
  readonly threadId = workerThreads().threadId;

  /** @internal */
  constructor(
    /** "MainProcess", or the worker's name such as "Pool-1-2" or "Process-3". */
    readonly name: string,
  ) {}

  /** true: it runs this. */
  isAlive(): boolean {
    return true;
  }

  /** null: it has not ended. */
  get exitCode(): null {
    return null;
  }
}

/** The process that started this one. */
export interface Parent {
  /** "MainProcess", or the worker's name. */
  name: string;
  /** Number of the process. */
  pid: number;
}

/** The process that started this one, as {@link parentProcess} gives it. */
export interface ParentProcess extends Parent {
  /** Whether it runs. */
  isAlive(): boolean;
}

// A worker process takes its name from its first message, a thread likewise.
const own = perThread<{ name?: string; parent?: Parent }>(
  "current",
  () => ({}),
);

/** For workers: the name they were started with, and by whom. */
export function setCurrent(name: string, parent: Parent | undefined): void {
  own.name = name;
  own.parent = parent;
}

/** The process that runs this code. Follows Python's multiprocessing.current_process. */
export function currentProcess(): Current {
  const { isMainThread } = workerThreads();
  return new Current((isMainThread ? own.name : undefined) ?? "MainProcess");
}

/** The thread that runs this code. Follows Python's threading.current_thread. */
export function currentThread(): Current {
  const { isMainThread } = workerThreads();
  return new Current((isMainThread ? undefined : own.name) ?? "MainThread");
}

/** What this worker was called by who started it; the program itself is the MainProcess. */
export function nameHere(): string {
  return own.name ?? "MainProcess";
}

/**
 * The process that started this one, for workers of a Process or a pool; undefined in the program or notebook itself.
 * Follows Python's multiprocessing.parent_process. A worker ends soon after its parent has.
 */
export function parentProcess(): ParentProcess | undefined {
  const { parent } = own;
  if (parent === undefined) return undefined;
  return { ...parent, isAlive: () => isRunning(parent.pid) };
}

/** For workers started here: who their parent process is. Threads have that of the process they are in. */
export function parentOf(isThread: boolean): Parent | undefined {
  if (isThread) return own.parent;
  return { name: currentProcess().name, pid: process.pid };
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It is another user's, and runs.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
