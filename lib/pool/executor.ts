import type { Task } from "../worker/task.ts";
import type { TaskSupply } from "./task-supply.ts";
import type {
  Activity,
  ActivityEvent,
  TaskRecord,
} from "../worker/timeline.ts";

/**
 * Takes packed tasks and settles their futures. Nothing above knows where the workers are: threads and processes of this
 * machine ({@link file://./local-executor.ts}), or other machines ({@link file://../cluster/home/cluster-executor.ts}).
 */
export interface Executor {
  /** How many tasks run at the same time. */
  readonly workers: number;
  /** Tasks that no worker is at, as far as can be told. */
  readonly waiting: number;
  /** Starts all workers now rather than with the first tasks. */
  start(): void;
  /** A task is about to come: a worker that is not there yet may start while the task is packed. */
  prepare(): void;
  /** Queues a task; its future settles whatever happens. Never throws. */
  submit(task: Task): void;
  /** Queues what waits in a supply. */
  submitAll(supply: TaskSupply): void;
  /** Drops what is left of a supply. */
  drop(supply: TaskSupply, reason: unknown): void;
  /** Gives tasks up: those queued never run, those running are stopped. Their futures reject with `reason`. */
  abort(tasks: Task[], reason: unknown): void;
  /** Drops the tasks that no worker has begun. */
  cancelQueued(): void;
  /** Takes no more tasks; workers end when the queue is empty. */
  close(): void;
  /**
   * Ends all workers now; what is not done rejects with `reason`.
   * @param kill whether their handlers of SIGTERM are passed over (default: false)
   */
  terminate(reason: unknown, kill?: boolean): void;
  /** Resolves once every worker has ended; call `close` or `terminate` before. */
  join(): Promise<void>;
  /** What ran where and when, oldest first; the newest {@link timelineLimit} tasks. */
  timeline(): TaskRecord[];
  /** What is done, runs and waits at this moment. */
  activity(): Activity;
  /** Calls back when that changes, often. Returns a function that takes the listener off. */
  watch(listener: (event: ActivityEvent) => void): () => void;
}
