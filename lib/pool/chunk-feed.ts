import { packChunk } from "../transfer/numbers.ts";
import { isSmallAndPlain } from "../transfer/plain-data.ts";
import type { TaskMode } from "../worker/messages.ts";
import { makeTask, type Call, type Task } from "../worker/task.ts";
import { ChunkSupply, type ChunkEvents } from "./chunk-supply.ts";
import { nameItems, type Items } from "./chunks.ts";
import type { Executor } from "./executor.ts";
import type { Future } from "../future/future.ts";
import { Failure } from "./outcomes.ts";
import type { TaskBar } from "./task-bar.ts";

export interface FeedOptions<R> {
  executor: Executor;
  call: Call;
  mode: TaskMode;
  /** Items a chunk; only the last may have fewer. */
  chunkSize: number;
  bar: TaskBar | undefined;
  /** Told of each chunk once. Places count from 0. */
  settled(place: number, outcome: ArrayLike<R> | Failure): void;
}

/**
 * Gives the chunks of a map to an executor, in order. Of small plain data tasks are made as workers come to them; all else
 * is packed at once. Either way it goes as it is now: what has parts waits as a copy.
 */
export class ChunkFeed<R> {
  readonly #options: FeedOptions<R>;
  /** With an executor and not done yet. */
  readonly #open = new Set<Task>();
  readonly #supplies = new Set<ChunkSupply>();
  /** What the executor has not got yet. */
  #unsent: (Task | ChunkSupply)[] = [];
  #places = 0;
  /** Whether nothing that the function captured may change hands meanwhile. */
  readonly #canWait: boolean;

  constructor(options: FeedOptions<R>) {
    this.#options = options;
    const { objects, shared } = options.call.shipment;
    this.#canWait = objects.length === 0 && shared === undefined;
  }

  /** Chunks that were added. */
  get places(): number {
    return this.#places;
  }

  /** Whether all that was added is done. */
  get idle(): boolean {
    return this.#open.size === 0 && this.#supplies.size === 0;
  }

  /** It goes with the next `flush`. @throws TransferError if it cannot travel */
  add(chunk: Items): void {
    const waiting = this.#canWait ? asItIs(chunk) : undefined;
    if (waiting) this.#lastSupply().add(waiting);
    else this.#unsent.push(this.#makeTask(chunk));
    this.#places += 1;
  }

  /** Hands the executor what was added since the last time. */
  flush(): void {
    const { executor } = this.#options;
    for (const each of this.#unsent.splice(0)) {
      if (each instanceof ChunkSupply) executor.submitAll(each);
      else executor.submit(each);
    }
  }

  #lastSupply(): ChunkSupply {
    const last = this.#unsent.at(-1);
    if (last instanceof ChunkSupply) return last;
    const { call, mode, chunkSize } = this.#options;
    const place = this.#places;
    const made = new ChunkSupply(call, mode, chunkSize, place, this.#events);
    this.#supplies.add(made);
    this.#unsent.push(made);
    return made;
  }

  #makeTask(chunk: Items): Task {
    const { call, mode, chunkSize } = this.#options;
    const packed = chunk instanceof Float64Array ? chunk : packChunk(chunk);
    const what = nameItems(this.#places * chunkSize);
    const task = makeTask(call, mode, [packed], what);
    this.#follow(task, this.#places, chunk.length);
    return task;
  }

  /** Drops what no worker has begun. */
  cancel(reason: unknown): void {
    this.#unsent = [];
    for (const supply of this.#supplies)
      this.#options.executor.drop(supply, reason);
    for (const { future } of this.#open) future.cancel();
  }

  /** Gives all that is not done up: workers that are at it are ended. */
  abort(reason: unknown): void {
    const { executor } = this.#options;
    this.#unsent = [];
    const open = [...this.#open];
    for (const supply of this.#supplies) executor.drop(supply, reason);
    executor.abort(open, reason);
  }

  readonly #events: ChunkEvents = {
    made: (task, place, items) => this.#follow(task, place, items),
    failed: (place, error) => this.#settle(place, new Failure(error)),
  };

  #follow(task: Task, place: number, items: number): void {
    const future = task.future as Future<ArrayLike<R>>;
    this.#open.add(task);
    this.#options.bar?.follow(future, items);
    future.addDoneCallback(() => {
      this.#open.delete(task);
      this.#settle(place, outcomeOf(future));
    });
  }

  #settle(place: number, outcome: ArrayLike<R> | Failure): void {
    for (const supply of this.#supplies)
      if (supply.size === 0) this.#supplies.delete(supply);
    this.#options.settled(place, outcome);
  }
}

/** A chunk as it may wait; undefined for one that is packed at once, or cannot be, such as a Proxy: it fails at its own place. */
function asItIs(chunk: Items): readonly unknown[] | undefined {
  if (!Array.isArray(chunk) || !isSmallAndPlain(chunk)) return undefined;
  const items: readonly unknown[] = chunk;
  if (!items.some((item) => typeof item === "object" && item)) return items;
  try {
    return items.map(copyItem);
  } catch {
    return undefined;
  }
}

/** Arguments of a call are many, and structured clone gives each array room to grow. */
function copyItem(item: unknown): unknown {
  const isFlat =
    Array.isArray(item) &&
    item.every((part) => typeof part !== "object") &&
    Object.keys(item).length === item.length;
  return isFlat ? item.slice() : structuredClone(item);
}

function outcomeOf<T>(future: Future<T>): T | Failure {
  try {
    return future.resultNow();
  } catch (error) {
    return new Failure(error);
  }
}
