/** First in, first out; a hundred thousand entries cost no more each than ten. */
export class TaskQueue<T> {
  #items: (T | undefined)[] = [];
  #head = 0;

  get size(): number {
    return this.#items.length - this.#head;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  /** The next, which stays. */
  peek(): T | undefined {
    return this.#items[this.#head];
  }

  /** @param at its place from the front, which is in the queue */
  set(at: number, item: T): void {
    this.#items[this.#head + at] = item;
  }

  /** Puts items back at the front, in their order: work that a dead worker had not begun. */
  putBack(items: readonly T[]): void {
    this.#items.splice(0, this.#head, ...items);
    this.#head = 0;
  }

  shift(): T | undefined {
    if (this.size === 0) return undefined;
    const item = this.#items[this.#head];
    this.#items[this.#head] = undefined;
    this.#head += 1;
    // Array.shift copies the whole array each time; this copies each entry about once.
    if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
      this.#items.splice(0, this.#head);
      this.#head = 0;
    }
    return item;
  }

  /** What waits, the next first. */
  toArray(): T[] {
    return this.#items.slice(this.#head) as T[];
  }

  /** Empties the queue. */
  takeAll(): T[] {
    const items = this.toArray();
    this.#items = [];
    this.#head = 0;
    return items;
  }
}
