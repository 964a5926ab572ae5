/** From so many items on, numbers travel as Float64Array: cloning them one by one takes twenty times as long. */
const worthwhile = 32;

/**
 * The items or results of a chunk on their way: a plain array of nothing but numbers goes as Float64Array, exact to the
 * bit. A chunk is always an array, so a Float64Array in its place can mean nothing else.
 */
export function packChunk(items: unknown[]): unknown[] | Float64Array {
  if (items.length < worthwhile) return items;
  const numbers = new Float64Array(items.length);
  for (let at = 0; at < items.length; at += 1) {
    const item = items[at];
    if (typeof item !== "number") return items;
    numbers[at] = item;
  }
  return numbers;
}

/** Chunks in one plain array. Filled by index: Array.from and spread take ten times as long for a Float64Array. */
export function joinChunks<R>(chunks: ArrayLike<R>[]): R[] {
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const joined = new Array<R>(length);
  let start = 0;
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += 1) {
      // Inside the bounds.
      joined[start + at] = chunk[at] as R;
    }
    start += chunk.length;
  }
  return joined;
}
