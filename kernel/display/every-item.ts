/**
 * Whether each item of a list is of that kind. A gap is none: `every` would go through the two thousand million of
 * `new Array(2 ** 31)`.
 */
export function everyItem<T>(
  list: readonly unknown[],
  isOne: (item: unknown) => item is T,
): list is T[] {
  for (let index = 0; index < list.length; index++)
    if (!isOne(list[index])) return false;
  return true;
}
