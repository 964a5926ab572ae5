import { TaskQueue } from "./task-queue.ts";

/** A line for each priority: the highest first, and first in, first out within each. */
export class PriorityQueue<T extends { priority: number }> {
  // Highest first. Most pools have the one of 0 and no other.
  readonly #lines: { priority: number; line: TaskQueue<T> }[] = [];

  get size(): number {
    let size = 0;
    for (const { line } of this.#lines) size += line.size;
    return size;
  }

  push(item: T): void {
    this.#line(item.priority).push(item);
  }

  /** Puts items back at the front of their lines, in their order. */
  putBack(items: readonly T[]): void {
    for (const priority of new Set(items.map((item) => item.priority)))
      this.#line(priority).putBack(
        items.filter((item) => item.priority === priority),
      );
  }

  shift(): T | undefined {
    for (const { line } of this.#lines) if (line.size > 0) return line.shift();
    return undefined;
  }

  /** What waits, the next first. */
  toArray(): T[] {
    return this.#lines.flatMap(({ line }) => line.toArray());
  }

  /** Empties it. */
  takeAll(): T[] {
    return this.#lines.flatMap(({ line }) => line.takeAll());
  }

  #line(priority: number): TaskQueue<T> {
    const at = this.#lines.findIndex((each) => each.priority <= priority);
    const found = this.#lines[at];
    if (found?.priority === priority) return found.line;
    const line = new TaskQueue<T>();
    this.#lines.splice(at < 0 ? this.#lines.length : at, 0, { priority, line });
    return line;
  }
}
