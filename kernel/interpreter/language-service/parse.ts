import {
  parseSync,
  Visitor,
  type OxcError,
  type ParseResult,
} from "oxc-parser";

/** `tsx` reads `<b>x</b>` as an element, `ts` reads `<T>x` as a cast. */
export type Dialect = "ts" | "tsx";

export interface Parsed {
  dialect: Dialect;
  result: ParseResult;
}

/**
 * Parses a cell as a module of TypeScript, with JSX if that is how it makes sense. Spans are UTF-16 indices.
 * Never throws for bad syntax: `result.errors` says what is wrong.
 */
export function parseCell(code: string): Parsed {
  const tsx = parseAs("tsx", code);
  if (tsx.result.errors.length === 0 || !code.includes("<")) return tsx;
  const ts = parseAs("ts", code);
  return ts.result.errors.length === 0 && !castsToElement(ts.result)
    ? ts
    : betterOf(tsx, ts);
}

export function parseAs(dialect: Dialect, code: string): Parsed {
  const result = parseSync(`cell.${dialect}`, code, {
    lang: dialect,
    sourceType: "module",
    // The scope analysis reads ranges.
    range: true,
    // Parentheses as nodes would hide the expression before a dot.
    preserveParens: false,
  });
  return { dialect, result };
}

/** Where the first mistake begins, or undefined if there is none. */
export function firstErrorOffset(errors: OxcError[]): number | undefined {
  const offsets = errors.flatMap((error) =>
    error.labels.map((label) => label.start),
  );
  return errors.length === 0 ? undefined : Math.min(...offsets);
}

/** The dialect that gets further into the text; JSX when they tie. */
function betterOf(tsx: Parsed, ts: Parsed): Parsed {
  const inTsx = firstErrorOffset(tsx.result.errors) ?? Infinity;
  const inTs = firstErrorOffset(ts.result.errors) ?? Infinity;
  return inTs > inTsx && !castsToElement(ts.result) ? ts : tsx;
}

/**
 * `<div>hello` is a legal cast to a type called div, and nearly always an element that is still being written: types of
 * a person's own begin with a capital.
 */
function castsToElement(result: ParseResult): boolean {
  let found = false;
  new Visitor({
    TSTypeAssertion({ typeAnnotation: type }) {
      if (type.type !== "TSTypeReference") return;
      if (type.typeName.type !== "Identifier") return;
      found ||= startsLower(type.typeName.name);
    },
  }).visit(result.program);
  return found;
}

function startsLower(name: string): boolean {
  return /^[a-z]/.test(name);
}
