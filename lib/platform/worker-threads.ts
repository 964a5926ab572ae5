import { createRequire } from "node:module";

type WorkerThreads = typeof import("node:worker_threads");

const load = createRequire(import.meta.url);

/** Loaded when asked for: it takes a new process some milliseconds, and a worker process can do without. */
export function workerThreads(): WorkerThreads {
  return load("node:worker_threads") as WorkerThreads;
}
