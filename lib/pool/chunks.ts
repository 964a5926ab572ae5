/**
 * Python's choice for Pool.map: about four chunks for each worker, so that the last ones even out.
 * @returns items per chunk, at least 1
 */
export function defaultChunkSize(items: number, workers: number): number {
  return Math.max(1, Math.ceil(items / (workers * 4)));
}

/** @throws RangeError unless it is a positive whole number */
export function checkChunkSize(chunkSize: number): number {
  return checkCount(chunkSize, "chunkSize");
}

/** @throws RangeError unless it is a positive whole number */
export function checkCount(value: number, name: string): number {
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new RangeError(
    `${name} must be a whole number from 1 up; got ${String(value)}`,
  );
}

/** Neighbours in arrays of `size`; the last may be shorter. Takes from the iterable only as much as is asked for. */
export function* toChunks<T>(
  items: Iterable<T>,
  size: number,
): Generator<T[], void> {
  if (Array.isArray(items)) {
    for (let start = 0; start < items.length; start += size) {
      yield items.slice(start, start + size);
    }
    return;
  }
  let chunk: T[] = [];
  for (const item of items) {
    chunk.push(item);
    if (chunk.length === size) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}
