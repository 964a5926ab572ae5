/** Where in a text that was formatted the place is that was at an index before: behind as many characters that are no space. */
export function placeAfter(before: string, at: number, after: string): number {
  let left = before.slice(0, at).replace(/\s/g, "").length;
  let place = 0;
  while (left > 0 && place < after.length)
    if (!/\s/.test(after[place++]!)) left--;
  // At the beginning of a line it stays there.
  if (/^\s*$/.test(before.slice(before.lastIndexOf("\n", at - 1) + 1, at)))
    while (/\s/.test(after[place] ?? "")) place++;
  return place;
}
