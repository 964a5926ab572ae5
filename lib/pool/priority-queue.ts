import { TaskQueue } from "./task-queue.ts";

/** Makes items when their turn comes: one entry that stands for many. */
export interface Supply<T> {
  readonly priority: number;
  /** How many are left. */
  readonly size: number;
  /** The next; undefined if it could not be made, or none is left. */
  next(): T | undefined;
}

/** In a line, so that it cannot be taken for an item. */
class Entry<S> {
  constructor(readonly supply: S) {}
}

/** A line for each priority: the highest first, and first in, first out within each. */
export class PriorityQueue<
  T extends { priority: number },
  S extends Supply<T> = Supply<T>,
> {
  // Highest first. Most pools have the one of 0 and no other.
  readonly #lines: { priority: number; line: TaskQueue<T | Entry<S>> }[] = [];
  readonly #entries = new Set<Entry<S>>();

  /** Items, those not made yet included. */
  get size(): number {
    let size = 0;
    for (const { line } of this.#lines) size += line.size;
    for (const { supply } of this.#entries) size += supply.size - 1;
    return size;
  }

  /** Those that have items left. */
  get supplies(): S[] {
    return [...this.#entries].map(({ supply }) => supply);
  }

  push(item: T): void {
    this.#line(item.priority).push(item);
  }

  pushSupply(supply: S): void {
    const entry = new Entry(supply);
    this.#entries.add(entry);
    this.#line(supply.priority).push(entry);
  }

  /** Puts items back at the front of their lines, in their order. */
  putBack(items: readonly T[]): void {
    for (const priority of new Set(items.map((item) => item.priority)))
      this.#line(priority).putBack(
        items.filter((item) => item.priority === priority),
      );
  }

  shift(): T | undefined {
    for (const { line } of this.#lines) {
      while (line.size > 0) {
        const first = line.peek();
        if (!(first instanceof Entry)) {
          line.shift();
          return first;
        }
        const made = first.supply.next();
        // What it ran may have emptied the line.
        if (first.supply.size === 0 && line.peek() === first) {
          line.shift();
          this.#entries.delete(first);
        }
        if (made !== undefined) return made;
      }
    }
    return undefined;
  }

  /** Items that are made and wait, the next first. */
  toArray(): T[] {
    return this.#lines.flatMap(({ line }) => line.toArray().filter(isItem));
  }

  /** Takes out all items. Supplies that have some left stay. */
  takeAll(): T[] {
    return this.sift(() => false);
  }

  /** Takes out the items that are not to be kept, and supplies that have none left. @returns those items */
  sift(keep: (item: T) => boolean): T[] {
    return this.#lines.flatMap(({ line }) => {
      const all = line.takeAll();
      for (const each of all)
        if (isItem(each) ? keep(each) : this.#isLeft(each)) line.push(each);
      return all.filter(isItem).filter((item) => !keep(item));
    });
  }

  #isLeft(entry: Entry<S>): boolean {
    if (entry.supply.size === 0) this.#entries.delete(entry);
    return entry.supply.size > 0;
  }

  #line(priority: number): TaskQueue<T | Entry<S>> {
    const at = this.#lines.findIndex((each) => each.priority <= priority);
    const found = this.#lines[at];
    if (found?.priority === priority) return found.line;
    const line = new TaskQueue<T | Entry<S>>();
    this.#lines.splice(at < 0 ? this.#lines.length : at, 0, { priority, line });
    return line;
  }
}

function isItem<T, S>(each: T | Entry<S>): each is T {
  return !(each instanceof Entry);
}
