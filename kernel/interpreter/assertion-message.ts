import { stripVTControlCharacters } from "node:util";

const comparison = "\n+ actual - expected";

/**
 * The parts of a message of node:assert: what is said, and the comparison that Node puts below it, below an author's own
 * sentence too; without colours.
 */
export function splitAssertion(coloured: string): {
  head: string;
  compared: string;
} {
  const message = stripVTControlCharacters(coloured);
  const at = message.indexOf(comparison);
  if (at >= 0)
    return {
      head: message.slice(0, at),
      compared: message.slice(at + comparison.length),
    };
  // Plain steps: both may be long.
  const gap = message.indexOf("\n\n");
  const below = gap < 0 ? "" : message.slice(gap).trim();
  return below.includes(" !== ") && !below.includes("\n")
    ? { head: message.slice(0, gap), compared: below }
    : { head: message, compared: "" };
}
