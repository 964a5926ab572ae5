/**
 * Python's choice for Pool.map: about four chunks for each worker, so that the last ones even out.
 * @returns items per chunk, at least 1
 */
export function defaultChunkSize(items: number, workers: number): number {
  return Math.max(1, Math.ceil(items / (workers * 4)));
}

/** @throws RangeError unless it is a positive whole number */
export function checkCount(value: number, name: string): number {
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new RangeError(
    `${name} must be a positive integer; got ${String(value)}`,
  );
}

export type Items = readonly unknown[] | Float64Array;

/** Neighbours in arrays of `size`, and where each begins; the last may be shorter. */
export function* toChunks(
  items: Items,
  size: number,
): Generator<{ start: number; chunk: Items }, void> {
  for (let start = 0; start < items.length; start += size) {
    yield { start, chunk: items.slice(start, start + size) };
  }
}

/** An expression, as the path within the items that follows it. */
export function nameItems(start: number): string {
  return start === 0 ? "items" : `items.slice(${start})`;
}
