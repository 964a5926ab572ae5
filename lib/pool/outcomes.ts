import { TaskQueue } from "./task-queue.ts";

/** What came of a chunk that failed. */
export class Failure {
  constructor(readonly error: unknown) {}
}

/** What came of the chunks of a map and is not taken yet, one after the other: an entry costs a few bytes. */
export class Outcomes<T extends object> {
  readonly #line = new TaskQueue<T | Failure | undefined>();
  #taken = 0;

  /** Whether the next one is there. */
  get ready(): boolean {
    return this.#line.peek() !== undefined;
  }

  /** @param place of the chunk among all, from 0; without it, behind those that are there */
  put(outcome: T | Failure, place?: number): void {
    const at = place === undefined ? this.#line.size : place - this.#taken;
    while (this.#line.size < at) this.#line.push(undefined);
    if (at < this.#line.size) this.#line.set(at, outcome);
    else this.#line.push(outcome);
  }

  /** Only once it is `ready`. @throws the error of one that failed */
  take(): T {
    const outcome = this.#line.shift();
    this.#taken += 1;
    if (outcome instanceof Failure) throw outcome.error;
    // It is ready.
    return outcome as T;
  }
}
