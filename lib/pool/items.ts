/**
 * Inputs of a map: an array, or any other iterable. The compiler points at the very item of an array that is wrong, where of an
 * iterable it only tells how the iterators differ.
 */
export type Items<T> = readonly T[] | Iterable<T>;

/** @throws TypeError if it is none, plain or asynchronous */
export function checkIterable(items: unknown, call: string): void {
  const found = Object(items ?? undefined) as object;
  if (Symbol.iterator in found || Symbol.asyncIterator in found) return;
  throw new TypeError(
    `${call} needs an iterable, such as an array, after the function; got ${items === null ? "null" : typeof items}`,
  );
}
