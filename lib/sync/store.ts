import {
  after,
  at,
  checkSeconds,
  deadlineIn,
  type Deadline,
} from "../platform/clock.ts";
import type { Asker } from "./asker.ts";
import { ClosedError, QueueEmptyError, QueueFullError } from "./errors.ts";

/**
 * What a queue holds, in the thread that made it. Who waits is served in order, and handed the item itself; who ends
 * meanwhile leaves the line.
 */
export class Store {
  readonly #items: unknown[] = [];
  // Invariant: takers wait only while there is no item, putters only while there is no room.
  readonly #takers: Waiter<unknown>[] = [];
  readonly #putters: (Waiter<void> & { item: unknown })[] = [];
  readonly #watchers = new Set<() => void>();
  #unfinished = 0;
  #closed = false;

  constructor(readonly maxSize: number) {}

  get size(): number {
    return this.#items.length;
  }

  get full(): boolean {
    return this.maxSize > 0 && this.size >= this.maxSize;
  }

  /** Items put and not yet said to be done. */
  get unfinished(): number {
    return this.#unfinished;
  }

  get closed(): boolean {
    return this.#closed;
  }

  put(item: unknown, asker: Asker, timeoutSeconds?: number): Promise<void> {
    checkSeconds(timeoutSeconds);
    if (this.#closed) return Promise.reject(refusal());
    if (!this.full) return Promise.resolve(this.#accept(item));
    const error = new QueueFullError(
      `the queue is full: it holds ${this.maxSize} items`,
    );
    return waitIn(this.#putters, { item }, asker, timeoutSeconds, error);
  }

  get(asker: Asker, timeoutSeconds?: number): Promise<unknown> {
    checkSeconds(timeoutSeconds);
    if (this.size === 0) {
      if (this.#closed) return Promise.reject(endOfItems());
      const error = new QueueEmptyError("the queue is empty");
      return waitIn(this.#takers, {}, asker, timeoutSeconds, error);
    }
    const item = this.#items.shift();
    const putter = this.#putters.shift();
    if (putter !== undefined) {
      this.#accept(putter.item);
      putter.resolve();
    }
    return Promise.resolve(item);
  }

  /** Whether an item is there, waiting for one if need be. */
  async poll(asker: Asker, timeoutSeconds: number): Promise<boolean> {
    const deadline = deadlineIn(timeoutSeconds);
    while (this.size === 0 && !this.#closed && !asker.ended) {
      if (performance.now() >= deadline) return false;
      await this.#change(asker, deadline);
    }
    return this.size > 0;
  }

  done(): void {
    this.#unfinished -= 1;
    this.#changed();
  }

  /** Resolves when every item that was put is done. */
  async join(asker: Asker): Promise<void> {
    while (this.#unfinished > 0 && !asker.ended) await this.#change(asker);
  }

  /** Nothing may be put any more; what is there may still be taken. */
  close(): void {
    this.#closed = true;
    for (const taker of this.#takers.splice(0)) taker.reject(endOfItems());
    for (const putter of this.#putters.splice(0)) putter.reject(refusal());
    this.#changed();
  }

  /** Sends away who waits for an item, for now: nobody is there who could put one. */
  disappoint(error: Error): void {
    for (const taker of this.#takers.splice(0)) taker.reject(error);
    this.#changed();
  }

  /** Throws away what is there; it counts as done. */
  clear(): void {
    this.#unfinished -= this.#items.length;
    this.#items.length = 0;
    this.#changed();
  }

  #accept(item: unknown): void {
    this.#unfinished += 1;
    const taker = this.#takers.shift();
    if (taker !== undefined) return taker.resolve(item);
    this.#items.push(item);
    this.#changed();
  }

  #changed(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }

  #change(asker: Asker, deadline: Deadline = Infinity): Promise<void> {
    return new Promise((resolve) => {
      const finish = (): void => {
        callOff();
        takeOff();
        this.#watchers.delete(finish);
        resolve();
      };
      const callOff = at(deadline, finish);
      const takeOff = asker.onEnd(finish);
      this.#watchers.add(finish);
    });
  }
}

interface Waiter<T> {
  resolve(value: T): void;
  reject(error: Error): void;
}

/** Waits in line; leaves it with `late` when that takes too long, or when who waits has ended. */
function waitIn<T, Extra>(
  line: (Waiter<T> & Extra)[],
  extra: Extra,
  asker: Asker,
  timeoutSeconds: number | undefined,
  late: Error,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    if (timeoutSeconds !== undefined && timeoutSeconds <= 0) {
      return reject(late);
    }
    const over = (): void => {
      callOff();
      takeOff();
    };
    const waiter: Waiter<T> & Extra = {
      ...extra,
      resolve(value) {
        over();
        resolve(value);
      },
      reject(error) {
        over();
        reject(error);
      },
    };
    const leave = (): void => {
      line.splice(line.indexOf(waiter), 1);
      waiter.reject(late);
    };
    line.push(waiter);
    const callOff = after(timeoutSeconds, leave);
    const takeOff = asker.onEnd(leave);
  });
}

function endOfItems(): ClosedError {
  return new ClosedError("the queue is closed, and nothing is left in it");
}

function refusal(): ClosedError {
  return new ClosedError("the queue is closed: it takes no more items");
}
