import { stripVTControlCharacters } from "node:util";
import { splitAssertion } from "../../interpreter/assertion-message.ts";

/**
 * What an assertion of node:assert says, in a few lines: the sentence that the check's author wrote, alone; without one, what
 * was expected and what came, if that fits into a line each.
 */
export function readAssertion(message: string): string[] {
  const { head, compared } = splitAssertion(message);
  if (!isOfNode(head)) return toLines(head);
  const difference = readDifference(compared);
  return difference ? [difference] : toLines(stripVTControlCharacters(message));
}

const isOfNode = (head: string): boolean =>
  /^(Expected values to be |Expected "actual" |The expression evaluated to a falsy|The input |Failed$)/.test(
    head,
  );

function readDifference(compared: string): string | undefined {
  const at = compared.lastIndexOf(" !== ");
  if (at > 0 && !compared.includes("\n"))
    return describe(compared.slice(at + 5), compared.slice(0, at));
  const lines = compared.split("\n");
  const [got, ...moreGot] = lines.filter((line) => line.startsWith("+"));
  const [wanted, ...more] = lines.filter((line) => line.startsWith("-"));
  if (!got || !wanted || moreGot.length + more.length > 0) return undefined;
  return describe(wanted.slice(1).trim(), got.slice(1).trim());
}

const describe = (expected: string, got: string): string =>
  `expected ${expected}, got ${got}`;

const toLines = (text: string): string[] =>
  text.split("\n").filter((line) => line.trim() !== "");
