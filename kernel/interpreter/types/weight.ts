/** What people write nests less, and is shorter; what takes the type checker minutes, or its process, is of this kind. */
const deepest = 50;
const longest = 20_000;

/** Whether a text may be too much for the type checker by its size or its nesting. Strings and comments count as code. */
export function isHeavy(code: string): boolean {
  if (code.length > longest) return true;
  let depth = 0;
  for (const character of code) {
    if ("([{".includes(character) && ++depth > deepest) return true;
    if (")]}".includes(character)) depth--;
  }
  return false;
}

/** TypeScript's server would take minutes for such a cell, or end. */
export class TooDeepError extends Error {
  override readonly name = "TooDeepError";
  override readonly message = "it is nested too deep";
}
