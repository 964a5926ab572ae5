import { after, checkSeconds } from "../timing/clock.ts";
import { ClosedError, QueueEmptyError, QueueFullError } from "./errors.ts";

/** What a queue holds, in the thread that made it. Who waits is served in order, and handed the item itself. */
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

  put(item: unknown, timeoutSeconds?: number): Promise<void> {
    if (this.#closed) return Promise.reject(closedError());
    if (!this.full) return Promise.resolve(this.#accept(item));
    const error = new QueueFullError(
      `the queue is full: it holds ${this.maxSize} items`,
    );
    return waitIn(this.#putters, { item }, timeoutSeconds, error);
  }

  get(timeoutSeconds?: number): Promise<unknown> {
    if (this.size === 0) {
      if (this.#closed) return Promise.reject(closedError());
      const error = new QueueEmptyError("the queue is empty");
      return waitIn(this.#takers, {}, timeoutSeconds, error);
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
  async poll(timeoutSeconds: number): Promise<boolean> {
    if (this.size === 0 && !this.#closed && checkSeconds(timeoutSeconds) > 0) {
      await this.#change(timeoutSeconds);
    }
    return this.size > 0;
  }

  done(): void {
    this.#unfinished -= 1;
    this.#changed();
  }

  /** Resolves when every item that was put is done. */
  async join(): Promise<void> {
    while (this.#unfinished > 0) await this.#change();
  }

  /** Nothing may be put any more; what is there may still be taken. */
  close(): void {
    this.#closed = true;
    const waiting = [...this.#takers.splice(0), ...this.#putters.splice(0)];
    for (const waiter of waiting) waiter.reject(closedError());
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

  #change(timeoutSeconds?: number): Promise<void> {
    return new Promise((resolve) => {
      const finish = (): void => {
        callOff();
        this.#watchers.delete(finish);
        resolve();
      };
      const callOff = after(timeoutSeconds, finish);
      this.#watchers.add(finish);
    });
  }
}

interface Waiter<T> {
  resolve(value: T): void;
  reject(error: Error): void;
}

/** Waits in line; leaves it with `late` when that takes too long. */
function waitIn<T, Extra>(
  line: (Waiter<T> & Extra)[],
  extra: Extra,
  timeoutSeconds: number | undefined,
  late: Error,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    if (checkSeconds(timeoutSeconds) <= 0) return reject(late);
    const callOff = after(timeoutSeconds, () => {
      line.splice(line.indexOf(waiter), 1);
      reject(late);
    });
    const waiter: Waiter<T> & Extra = {
      ...extra,
      resolve(value) {
        callOff();
        resolve(value);
      },
      reject(error) {
        callOff();
        reject(error);
      },
    };
    line.push(waiter);
  });
}

function closedError(): ClosedError {
  return new ClosedError("the queue is closed, and what was in it was taken");
}
