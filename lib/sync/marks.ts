import { perThread } from "../process/per-thread.ts";

/** Locks, queues and so on as arguments travel as plain marks: their class and their id. */
export const markKey = "$romanesco.shared";

/** A property of the objects that travel so. */
export const isMarkable = Symbol.for("romanesco.markable");

/** Containers inside containers are looked into so deep. */
const maxDepth = 3;

const marks = perThread("marks", () => ({ any: false }));

/** Called when the first such object is made or arrives: without one, arguments need not be looked through. */
export function expectMarks(): void {
  marks.any = true;
}

/** @returns the values with marks for such objects, and whether there is one; the values themselves stay as they are */
export function markObjects(values: unknown[]): {
  values: unknown[];
  marked: boolean;
} {
  if (!marks.any) return { values, marked: false };
  const replaced = mark(values, maxDepth);
  return { values: replaced as unknown[], marked: replaced !== values };
}

function mark(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (isMarkable in value) {
    return { [markKey]: value.constructor.name, ...value };
  }
  if (depth === 0) return value;
  if (Array.isArray(value)) return markArray(value, depth);
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value);
  const marks = entries.map(([, each]) => mark(each, depth - 1));
  if (marks.every((each, at) => each === entries[at]?.[1])) return value;
  return Object.fromEntries(entries.map(([key], at) => [key, marks[at]]));
}

function markArray(items: unknown[], depth: number): unknown[] {
  let copy: unknown[] | undefined;
  for (const [at, item] of items.entries()) {
    const replaced = mark(item, depth - 1);
    if (replaced === item) continue;
    copy ??= [...items];
    copy[at] = replaced;
  }
  return copy ?? items;
}
