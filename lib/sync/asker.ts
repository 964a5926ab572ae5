/**
 * Who uses an object: this thread itself, or a worker by a question. A worker may end while it waits; then it must not
 * take a lock, an item or a place with it.
 */
export class Asker {
  #ended = false;
  readonly #leaving = new Set<() => void>();

  /** @param identity the thread or process that asks: a lock knows its holder by it */
  constructor(readonly identity: number) {}

  /** Whether nobody waits for the answer any more. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Calls back when it ends, once. @returns a function that takes the listener off */
  onEnd(listener: () => void): () => void {
    this.#leaving.add(listener);
    return () => void this.#leaving.delete(listener);
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    const leaving = [...this.#leaving];
    this.#leaving.clear();
    for (const listener of leaving) listener();
  }
}
