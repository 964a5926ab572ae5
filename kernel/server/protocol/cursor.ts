// Positions in messages count code points; an index into a JavaScript string counts UTF-16 units. They part at the
// first emoji. https://jupyter-client.readthedocs.io/en/stable/messaging.html#cursor-pos-unicode-note

/** @returns the UTF-16 index of code point `position`; the end of `text` if it has fewer */
export function toUtf16(text: string, position: number): number {
  let index = 0;
  for (let seen = 0; seen < position && index < text.length; seen++)
    index += unitsAt(text, index);
  return Math.min(index, text.length);
}

/** @returns how many code points stand before UTF-16 index `index` */
export function toCodePoints(text: string, index: number): number {
  let count = 0;
  for (let at = 0; at < index && at < text.length; at += unitsAt(text, at))
    count++;
  return count;
}

function unitsAt(text: string, index: number): number {
  return (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
}
