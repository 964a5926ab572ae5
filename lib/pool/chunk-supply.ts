import { machineNow } from "../platform/machine-clock.ts";
import { packChunk } from "../transfer/numbers.ts";
import type { TaskMode } from "../worker/messages.ts";
import { makeTask, type Call, type Task } from "../worker/task.ts";
import { nameItems } from "./chunks.ts";
import { TaskQueue } from "./task-queue.ts";
import type { TaskSupply } from "./task-supply.ts";

/** Who hears what becomes of the chunks. Places count from 0. */
export interface ChunkEvents {
  made(task: Task, place: number, items: number): void;
  failed(place: number, error: unknown): void;
}

/** Neighbouring items of a map, which become tasks chunk by chunk. */
export class ChunkSupply implements TaskSupply {
  readonly priority = 0;
  readonly call: Call;
  readonly #mode: TaskMode;
  readonly #chunkSize: number;
  readonly #events: ChunkEvents;
  readonly #items = new TaskQueue<unknown>();
  readonly #queued = machineNow();
  /** Place of the next chunk. */
  #next: number;

  constructor(
    call: Call,
    mode: TaskMode,
    chunkSize: number,
    first: number,
    events: ChunkEvents,
  ) {
    this.call = call;
    this.#mode = mode;
    this.#chunkSize = chunkSize;
    this.#next = first;
    this.#events = events;
    // Workers keep the function meanwhile.
    call.remaining += 1;
  }

  get size(): number {
    return Math.ceil(this.#items.size / this.#chunkSize);
  }

  /** A chunk that is shorter than the others is the last. */
  add(chunk: readonly unknown[]): void {
    for (const item of chunk) this.#items.push(item);
  }

  next(): Task | undefined {
    if (this.size === 0) return undefined;
    const place = this.#next;
    this.#next += 1;
    const chunk: unknown[] = [];
    while (chunk.length < this.#chunkSize && this.#items.size > 0)
      chunk.push(this.#items.shift());
    try {
      const task = makeTask(
        this.call,
        this.#mode,
        [packChunk(chunk)],
        nameItems(place * this.#chunkSize),
      );
      task.queued = this.#queued;
      this.#events.made(task, place, chunk.length);
      return task;
    } catch (error) {
      this.#events.failed(place, error);
      return undefined;
    } finally {
      if (this.size === 0) this.call.remaining -= 1;
    }
  }

  drop(reason: unknown): void {
    const left = this.size;
    if (left === 0) return;
    this.call.remaining -= 1;
    this.#items.takeAll();
    for (const end = this.#next + left; this.#next < end; this.#next += 1)
      this.#events.failed(this.#next, reason);
  }
}
