import jsTokens from "js-tokens";
import { createHash } from "node:crypto";

/** A token as it is compared, and where it stands in the text. */
export interface ComparedToken {
  word: string;
  from: number;
  to: number;
}

/** Fingerprints of a text: the hash, and the first of the tokens that it is made of. */
export type Fingerprints = Map<string, number>;

/** Tokens in a row that are compared: shorter likeness is chance. */
export const gramTokens = 14;
/** One hash is kept of so many in a row: whatever is as long as both together is found. */
const windowGrams = 6;

const keywords = new Set(
  "await async break case catch class const continue default delete do else export extends finally for function if import in instanceof interface let new null of return static super switch this throw true false try type typeof undefined var void while yield".split(
    " ",
  ),
);

/**
 * The tokens of a program as they are compared: without comments, spaces and semicolons, and without the names that its
 * author has chosen, which are the first that anybody changes.
 * @param given names that the course has given out: those stay
 */
export function readTokens(
  text: string,
  given: ReadonlySet<string>,
): ComparedToken[] {
  const tokens: ComparedToken[] = [];
  let at = 0;
  let before = "";
  for (const { type, value } of jsTokens(text)) {
    const from = at;
    at += value.length;
    if (/Comment|WhiteSpace|LineTerminator/.test(type) || value === ";")
      continue;
    const word = simplify(type, value, before === "." || given.has(value));
    before = value;
    tokens.push({ word, from, to: at });
  }
  return tokens;
}

function simplify(type: string, value: string, isKept: boolean): string {
  if (type === "StringLiteral" || type === "NoSubstitutionTemplate") return "s";
  if (type === "NumericLiteral") return "n";
  if (type === "IdentifierName" && !isKept && !keywords.has(value)) return "v";
  return value;
}

/** All names in a text. */
export function findNames(text: string): Set<string> {
  const names = new Set<string>();
  for (const { type, value } of jsTokens(text))
    if (type === "IdentifierName") names.add(value);
  return names;
}

/**
 * Winnowing (Schleimer, Wilkerson, Aiken 2003): of each window of hashes the least, so that texts that share a passage
 * share a fingerprint wherever it stands.
 */
export function winnow(tokens: ComparedToken[]): Fingerprints {
  const hashes: string[] = [];
  for (let at = 0; at + gramTokens <= tokens.length; at++)
    hashes.push(hashGram(tokens, at));
  const found: Fingerprints = new Map();
  const last = Math.max(0, hashes.length - windowGrams);
  for (let start = 0; start <= last && hashes.length > 0; start++) {
    let least = start;
    for (let at = start; at < start + windowGrams && at < hashes.length; at++)
      if (hashes[at]! <= hashes[least]!) least = at;
    if (!found.has(hashes[least]!)) found.set(hashes[least]!, least);
  }
  return found;
}

function hashGram(tokens: ComparedToken[], at: number): string {
  const words = tokens.slice(at, at + gramTokens).map(({ word }) => word);
  return createHash("md5")
    .update(words.join(" "))
    .digest("base64")
    .slice(0, 12);
}
