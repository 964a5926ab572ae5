/**
 * Inputs of a map: an array, or any other iterable. The compiler points at the very item of an array that is wrong, where of an
 * iterable it only tells how the iterators differ.
 */
export type Items<T> = readonly T[] | Iterable<T>;
