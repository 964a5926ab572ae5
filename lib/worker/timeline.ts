import { machineNow } from "../platform/machine-clock.ts";
import type { Task } from "./task.ts";
import type { Times } from "./messages.ts";

/**
 * What a pool remembers of a task. Times are seconds since the pool was made; those of a Process or a Thread are
 * perfCounter's, so that several of them fit into one figure.
 */
export interface TaskRecord {
  /** Name of the function. */
  task: string;
  /** Number of the worker, from 1; a worker that replaces another gets a new number. Of a Process, the number in its name. */
  worker: number;
  /** When it was submitted. */
  queued: number;
  /** When the worker began with it, by the worker's clock. */
  started: number;
  /** When the worker was done with it, by the worker's clock. */
  ended: number;
  /** Estimated size of what was sent to the worker. */
  bytes: number;
  /** Processor time in seconds; undefined where Node cannot tell (threads before Node 24). */
  cpu: number | undefined;
  /** Whether it gave a result. */
  ok: boolean;
  /** The machine that it ran on, if it was one of a cluster. */
  host?: string;
  /** So exactly that machine's clock is known here, in seconds; times are on this machine's. */
  clockError?: number;
}

/** Where a task ran, if not here. */
export type Place = Required<Pick<TaskRecord, "host" | "clockError">>;

/** A task that a worker is at. */
export type RunningTask = Pick<
  TaskRecord,
  "task" | "worker" | "queued" | "started" | "bytes" | "host" | "clockError"
>;

/** What a pool does at this moment. */
export interface Activity {
  /** Seconds since the pool was made. */
  now: number;
  /** How many tasks can run at the same time. */
  workers: number;
  done: TaskRecord[];
  running: RunningTask[];
  /** Tasks that no worker is at yet. */
  waiting: number;
}

/**
 * `change`: a task came, began or is done. `idle`: the last one is done. `stop`: what is not done by now never will be, or
 * the workers have ended.
 */
export type ActivityEvent = "change" | "idle" | "stop";

export const timelineLimit = 20_000;

/** Remembers the newest tasks; older ones make room. */
export class Timeline {
  readonly #origin: number;
  // A ring: #next is the oldest entry once the ring is full.
  readonly #records: TaskRecord[] = [];
  #next = 0;

  /** @param origin what its times count from */
  constructor(origin = machineNow()) {
    this.#origin = origin;
  }

  record(
    task: Task,
    worker: number,
    times: Times,
    ok: boolean,
    place?: Place,
  ): void {
    this.#records[this.#next] = {
      task: task.call.name,
      worker,
      queued: this.#seconds(task.queued),
      started: this.#seconds(times.started),
      ended: this.#seconds(times.ended),
      bytes: task.bytes,
      cpu: times.cpu === undefined ? undefined : times.cpu / 1000,
      ok,
      ...place,
    };
    this.#next = (this.#next + 1) % timelineLimit;
  }

  /** A task that is not done: it began when the worker was done with the one before. */
  describeRunning(
    task: Task,
    worker: number,
    since: number,
    place?: Place,
  ): RunningTask {
    return {
      task: task.call.name,
      worker,
      queued: this.#seconds(task.queued),
      started: this.#seconds(since),
      bytes: task.bytes,
      ...place,
    };
  }

  /** Seconds since the pool was made. */
  now(): number {
    return this.#seconds(machineNow());
  }

  toArray(): TaskRecord[] {
    return [
      ...this.#records.slice(this.#next),
      ...this.#records.slice(0, this.#next),
    ];
  }

  #seconds(machineMs: number): number {
    return (machineMs - this.#origin) / 1000;
  }
}
