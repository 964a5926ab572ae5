import jsTokens from "js-tokens";

/** What is being typed at a cursor, for a look at the values of a running notebook. */
export interface MemberExpression {
  /**
   * The object before the dot, e.g. `rows[0].tags`: names, dots and literal keys alone, so that reading it calls
   * nothing but getters. Undefined for a name without a dot.
   */
  object?: string;
  /** What has been typed of the member's name. */
  prefix: string;
  /** UTF-16 index at which the prefix begins. */
  start: number;
  /** The member is written as a key in quotes, `rows["na`; this is the quote. */
  quote?: '"' | "'" | "`";
}

interface Token {
  type: string;
  value: string;
  start: number;
  closed?: boolean;
}

/** Looked at before the cursor: whoever completes a member wrote its object there, and a cell may be megabytes long. */
const mostCharacters = 10_000;
/** Longer chains are made by programs, and each part is read again at every key. */
const mostParts = 100;

/**
 * Finds the member access that ends at the cursor.
 * @param cursor UTF-16 index
 * @returns undefined in comments, in strings that are no keys, after calls and other work
 */
export function memberExpressionAt(
  code: string,
  cursor: number,
): MemberExpression | undefined {
  const from = startOfText(code, cursor);
  const tokens = tokensOf(code.slice(from, cursor), from);
  const last = tokens.at(-1);
  if (last && last.closed === false) return keyAt(tokens, last);
  if (last && /Comment|String|Numeric|Template|Regular/.test(last.type))
    return undefined;
  const named =
    last?.type === "IdentifierName" || last?.type === "PrivateIdentifier";
  const prefix = named ? last.value : "";
  const start = cursor - prefix.length;
  const dot = lastBefore(tokens, named ? tokens.length - 1 : tokens.length);
  if (!isDot(tokens[dot])) return { prefix, start };
  const object = chain(tokens, dot);
  return object === undefined ? undefined : { object, prefix, start };
}

/** What was typed of a string, or of a template without a hole, that is open at the cursor. */
export function openString(code: string, cursor: number): string | undefined {
  const from = startOfText(code, cursor);
  const last = tokensOf(code.slice(from, cursor), from).at(-1);
  return last?.closed === false &&
    /^(StringLiteral|NoSubstitutionTemplate)$/.test(last.type)
    ? last.value.slice(1)
    : undefined;
}

/** The beginning of a line, so that reading rarely begins inside of something. */
function startOfText(code: string, cursor: number): number {
  const earliest = cursor - mostCharacters;
  if (earliest <= 0) return 0;
  const line = code.indexOf("\n", earliest) + 1;
  return line > 0 && line <= cursor ? line : earliest;
}

/** `rows["na` */
function keyAt(tokens: Token[], last: Token): MemberExpression | undefined {
  if (!/^(StringLiteral|NoSubstitutionTemplate)$/.test(last.type))
    return undefined;
  const bracket = lastBefore(tokens, tokens.length - 1);
  if (tokens[bracket]?.value !== "[") return undefined;
  const object = chain(tokens, bracket);
  if (object === undefined) return undefined;
  const quote = last.value[0] as '"' | "'" | "`";
  return { object, prefix: last.value.slice(1), start: last.start + 1, quote };
}

/** Text of the chain of names and literal keys that ends before a token; undefined if anything else is part of it. */
function chain(tokens: Token[], end: number): string | undefined {
  const parts: string[] = [];
  let at = lastBefore(tokens, end);
  while (parts.length < mostParts) {
    const last = tokens[at];
    if (last?.value === "]") {
      // `[0]` or `["a"]`
      const [open, key] = tokens.slice(Math.max(0, at - 2), at);
      if (open?.value !== "[" || !isLiteral(key)) return undefined;
      parts.push(`[${key?.value}]`);
      at = lastBefore(tokens, at - 2);
      continue;
    }
    if (last?.type !== "IdentifierName" || operators.test(last.value))
      return undefined;
    parts.push(last.value);
    const dot = lastBefore(tokens, at);
    if (!isDot(tokens[dot])) return parts.reverse().join("");
    parts.push(tokens[dot]!.value);
    at = lastBefore(tokens, dot);
  }
  return undefined;
}

/** Words after which brackets and dots begin something new. */
export const operators =
  /^(return|typeof|await|yield|in|of|case|new|void|delete|throw|else|do|instanceof|default|extends|import|super)$/;

function isLiteral(token: Token | undefined): boolean {
  return /^(StringLiteral|NumericLiteral)$/.test(token?.type ?? "");
}

function isDot(token: Token | undefined): boolean {
  return token?.value === "." || token?.value === "?.";
}

/** The last token before another one that is no white space or comment; -1 if there is none. */
function lastBefore(tokens: Token[], end: number): number {
  let at = end - 1;
  while (
    at >= 0 &&
    /^(WhiteSpace|LineTerminatorSequence|.*Comment)$/.test(tokens[at]!.type)
  )
    at--;
  return at;
}

function tokensOf(code: string, from: number): Token[] {
  let start = from;
  return Array.from(jsTokens(code), (token) => {
    const at = start;
    start += token.value.length;
    return { ...token, start: at };
  });
}
