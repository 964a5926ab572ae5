import { perThread } from "./per-thread.ts";
import { workerThreads } from "./worker-threads.ts";

/** What runs this code. */
export interface Current {
  /** "MainProcess", or the worker's name such as "Pool-1-2" or "Process-3". */
  name: string;
  /** Number of the process. */
  pid: number;
  /** 0 in a process's main thread. */
  threadId: number;
}

// A worker process takes its name from its first message, a thread likewise.
const own = perThread<{ name?: string }>("current", () => ({}));

/** For workers: the name they were started with. */
export function setCurrent(name: string): void {
  own.name = name;
}

/** The process that runs this code. Follows Python's multiprocessing.current_process. */
export function currentProcess(): Current {
  const { isMainThread, threadId } = workerThreads();
  const name = (isMainThread ? own.name : undefined) ?? "MainProcess";
  return { name, pid: process.pid, threadId };
}

/** The thread that runs this code. Follows Python's threading.current_thread. */
export function currentThread(): Current {
  const { isMainThread, threadId } = workerThreads();
  const name = (isMainThread ? undefined : own.name) ?? "MainThread";
  return { name, pid: process.pid, threadId };
}
