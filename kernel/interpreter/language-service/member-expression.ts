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

/**
 * Finds the member access that ends at the cursor.
 * @param cursor UTF-16 index
 * @returns undefined in comments, in strings that are no keys, after calls and other work
 */
export function memberExpressionAt(
  code: string,
  cursor: number,
): MemberExpression | undefined {
  const tokens = tokensOf(code.slice(0, cursor));
  const last = tokens.at(-1);
  if (last && last.closed === false) return keyAt(tokens, last);
  if (last && /Comment|String|Numeric|Template|Regular/.test(last.type))
    return undefined;
  const named =
    last?.type === "IdentifierName" || last?.type === "PrivateIdentifier";
  const prefix = named ? last.value : "";
  const start = cursor - prefix.length;
  const rest = withoutSpace(named ? tokens.slice(0, -1) : tokens);
  if (!isDot(rest.at(-1))) return { prefix, start };
  const object = chain(rest.slice(0, -1));
  return object === undefined ? undefined : { object, prefix, start };
}

/** `rows["na` */
function keyAt(tokens: Token[], last: Token): MemberExpression | undefined {
  const before = withoutSpace(tokens.slice(0, -1));
  if (!/^(StringLiteral|NoSubstitutionTemplate)$/.test(last.type))
    return undefined;
  if (before.at(-1)?.value !== "[") return undefined;
  const object = chain(before.slice(0, -1));
  if (object === undefined) return undefined;
  const quote = last.value[0] as '"' | "'" | "`";
  return { object, prefix: last.value.slice(1), start: last.start + 1, quote };
}

/** Text of the chain of names and literal keys that ends here; undefined if anything else is part of it. */
function chain(tokens: Token[]): string | undefined {
  const rest = withoutSpace(tokens);
  const last = rest.at(-1);
  if (last?.value === "]") return keyedChain(rest);
  if (last?.type !== "IdentifierName" || operators.test(last.value))
    return undefined;
  const before = withoutSpace(rest.slice(0, -1));
  const dot = before.at(-1);
  if (!isDot(dot)) return last.value;
  const object = chain(before.slice(0, -1));
  return object && `${object}${dot?.value}${last.value}`;
}

/** A chain that ends in `[0]` or `["a"]`. */
function keyedChain(tokens: Token[]): string | undefined {
  const [open, key] = tokens.slice(-3);
  if (open?.value !== "[" || !isLiteral(key)) return undefined;
  const object = chain(tokens.slice(0, -3));
  return object && `${object}[${key?.value}]`;
}

/** Words after which brackets and dots begin something new. */
const operators =
  /^(return|typeof|await|yield|in|of|case|new|void|delete|throw|else|do|instanceof|default|extends|import|super)$/;

function isLiteral(token: Token | undefined): boolean {
  return /^(StringLiteral|NumericLiteral)$/.test(token?.type ?? "");
}

function isDot(token: Token | undefined): boolean {
  return token?.value === "." || token?.value === "?.";
}

function withoutSpace(tokens: Token[]): Token[] {
  const end = tokens.findLastIndex(
    ({ type }) => !/^(WhiteSpace|LineTerminatorSequence|.*Comment)$/.test(type),
  );
  return tokens.slice(0, end + 1);
}

function tokensOf(code: string): Token[] {
  let start = 0;
  return [...jsTokens(code)].map((token) => {
    const at = start;
    start += token.value.length;
    return { ...token, start: at };
  });
}
