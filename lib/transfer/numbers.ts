/** From so many items on, numbers travel as Float64Array: cloning them one by one takes twenty times as long. */
export const worthwhile = 32;

/**
 * The items or results of a chunk on their way: a plain array of nothing but numbers goes as Float64Array, exact to the
 * bit. A chunk is always an array, so a Float64Array in its place can mean nothing else.
 */
export function packChunk(
  items: readonly unknown[],
): readonly unknown[] | Float64Array {
  if (items.length < worthwhile) return items;
  const numbers = new Float64Array(items.length);
  for (let at = 0; at < items.length; at += 1) {
    const item = items[at];
    if (typeof item !== "number") return items;
    numbers[at] = item;
  }
  return numbers;
}

/** Puts a chunk into its place, item by item: spreading a Float64Array takes ten times as long. */
export function putChunk<R>(
  target: R[],
  start: number,
  chunk: ArrayLike<R>,
): void {
  for (let at = 0; at < chunk.length; at += 1) {
    // Inside the bounds.
    target[start + at] = chunk[at] as R;
  }
}
