import { perThread } from "../platform/per-thread.ts";

/** What goes to a worker by its id alone, such as a lock or a queue: several workers use it as one. */
export interface ByReference {
  readonly id: string;
  /**
   * It goes to a worker, or to a task of a pool.
   * @param keeper the number of the one or the other
   * @param forGood whether the worker is made for it: a Process or a Thread
   */
  handOver(keeper: number, forGood: boolean): void;
  /** The task that it went to is done. */
  takeBack(keeper: number): void;
}

/** Locks, queues and so on as arguments travel as plain marks: their class and their id. */
export const markKey = "$romanesco.shared";

/** A property of the objects that travel so. */
export const isMarkable = Symbol.for("romanesco.markable");

export function goesByReference(value: object): value is ByReference {
  return isMarkable in value;
}

/** Containers inside containers are looked into so deep. */
const maxDepth = 3;

const marks = perThread("marks", () => ({ any: false }));

/** Called when the first such object is made or arrives: without one, arguments need not be looked through. */
export function expectMarks(): void {
  marks.any = true;
}

const none: never[] = [];

/** @returns the values with marks for such objects, and those; the values themselves stay as they are */
export function markObjects(values: unknown[]): {
  values: unknown[];
  marked: boolean;
  objects: ByReference[];
} {
  if (!marks.any) return { values, marked: false, objects: none };
  const objects: ByReference[] = [];
  const replaced = mark(values, maxDepth, objects);
  const marked = replaced !== values;
  return { values: replaced as unknown[], marked, objects };
}

function mark(value: unknown, depth: number, found: ByReference[]): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (goesByReference(value)) {
    found.push(value);
    return { [markKey]: value.constructor.name, ...value };
  }
  if (depth === 0) return value;
  if (Array.isArray(value)) return markArray(value, depth, found);
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value);
  const marks = entries.map(([, each]) => mark(each, depth - 1, found));
  if (marks.every((each, at) => each === entries[at]?.[1])) return value;
  return Object.fromEntries(entries.map(([key], at) => [key, marks[at]]));
}

function markArray(
  items: unknown[],
  depth: number,
  found: ByReference[],
): unknown[] {
  let copy: unknown[] | undefined;
  for (const [at, item] of items.entries()) {
    const replaced = mark(item, depth - 1, found);
    if (replaced === item) continue;
    copy ??= [...items];
    copy[at] = replaced;
  }
  return copy ?? items;
}
