import type { Display, MimeBundle } from "./mime-bundle.ts";
import { toJsonText } from "./json-text.ts";

// A cell may replace any global.
const { from } = Buffer;
const { isArray } = Array;
const { isView } = ArrayBuffer;
const { entries, values } = Object;

/** From so many characters on, about, it pays to write a representation only once. */
const LARGE = 64 * 1024;

/**
 * The display with its large representations as bytes of JSON: they go from here to the front ends without being read on the
 * way. Words stay words, for the history keeps them.
 * @param display its data as `toJsonBundle` makes them
 */
export function withLargeWritten({ data, metadata }: Display): Display {
  const written: MimeBundle = {};
  for (const [type, value] of entries(data))
    written[type] =
      type !== "text/plain" && isLarge(value) ? from(toJsonText(value)) : value;
  return { data: written, metadata };
}

function isLarge(value: unknown): boolean {
  let left = LARGE;
  look(value);
  return left < 0;

  function look(each: unknown): void {
    left -= typeof each === "string" ? each.length : 2;
    if (typeof each !== "object" || each === null || isView(each)) return;
    const members: unknown[] = isArray(each) ? each : values(each);
    for (let index = 0; index < members.length && left >= 0; index++)
      look(members[index]);
  }
}
