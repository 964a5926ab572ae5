/**
 * How deep the JSON of a message may nest. Most servers and front ends read it in Python, whose reader gives up at 1,000 and
 * whose libraries, such as nbformat, at half of that; what writes or clones an object by recursion, as V8 does, gives up
 * a little later. Such a message would end those who get it.
 */
export const MOST_DEPTH = 400;

/** How many characters of JSON a message may have, as many as a cell may print; binary data goes beside the JSON. */
export const MOST_LENGTH = 64 * 1024 * 1024;

// A cell may replace any global.
const { isView } = ArrayBuffer;
const { isArray } = Array;
const { values } = Object;

/** Whether objects and arrays nest deeper than messages may; looks at them level by level, without recursion. */
export function isTooDeep(value: unknown, most = MOST_DEPTH): boolean {
  let level = membersOf([value]);
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > most) return true;
    const next: object[] = [];
    for (let index = 0; index < level.length; index++) {
      const members = membersOf(level[index]!);
      for (let at = 0; at < members.length; at++)
        next[next.length] = members[at]!;
    }
    level = next;
  }
  return false;
}

function membersOf(value: object): object[] {
  if (isView(value)) return [];
  const all: unknown[] = isArray(value) ? value : values(value);
  const members: object[] = [];
  for (let index = 0; index < all.length; index++) {
    const member = all[index];
    if (typeof member === "object" && member !== null)
      members[members.length] = member;
  }
  return members;
}
