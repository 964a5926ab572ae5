import { perThread } from "../process/per-thread.ts";
import type { SharedObject } from "./shared-object.ts";

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

/** @returns the values with marks for such objects, and those; the values themselves stay as they are */
export function markObjects(values: unknown[]): {
  values: unknown[];
  marked: boolean;
  objects: SharedObject[];
} {
  const objects: SharedObject[] = [];
  if (!marks.any) return { values, marked: false, objects };
  const replaced = mark(values, maxDepth, objects);
  const marked = replaced !== values;
  return { values: replaced as unknown[], marked, objects };
}

function mark(value: unknown, depth: number, found: SharedObject[]): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (isMarkable in value) {
    found.push(value as SharedObject);
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
  found: SharedObject[],
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
