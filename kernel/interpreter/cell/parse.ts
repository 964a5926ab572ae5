import { parse, type ParserOptions } from "@babel/parser";
import type { TSESTree } from "@typescript-eslint/types";
import type * as ES from "estree";
import { CellSyntaxError } from "./syntax-error.ts";
import { walk } from "./walk.ts";

// The package exports no name for where it declares this.
declare module "../../../node_modules/@typescript-eslint/types/dist/generated/ast-spec.js" {
  /** What the parser gives besides `range`. */
  interface NodeOrTokenData {
    start: number;
    end: number;
  }
}

/** `tsx` reads `<b>x</b>` as an element, `ts` reads `<T>x` as a cast. */
export type Dialect = "ts" | "tsx";

/** TypeScript's tree as typescript-eslint specifies it, each node with its place. */
export type Program = TSESTree.Program;

/** A text with its tree, or with its first mistake. */
export interface Parsed {
  dialect: Dialect;
  source: string;
  program?: Program;
  error?: CellSyntaxError;
  /** Puts the types back into the tree, once they have been taken out. */
  restore?(): void;
}

/**
 * Parses a cell as a module of TypeScript, with JSX if that is how it makes sense. Places are UTF-16 indices.
 * The parser is JavaScript: text that is nested too deep for the stack is a mistake of the text, not the end of a process.
 */
export function parseCell(source: string): Parsed {
  const tsx = parseAs("tsx", source);
  if (tsx.program || !source.includes("<")) return tsx;
  const ts = parseAs("ts", source);
  if (ts.program) return castsToElement(ts.program) ? tsx : ts;
  return ts.error!.offset > tsx.error!.offset ? ts : tsx;
}

export function parseAs(
  dialect: Dialect,
  source: string,
  decorators: "decorators" | "decorators-legacy" = "decorators",
): Parsed {
  try {
    // What comes out with the plugin for ESTree is not what the package's types say.
    const { program } = parse(
      source,
      optionsOf(dialect, decorators),
    ) as unknown as { program: Program };
    return { dialect, source, program };
  } catch (error) {
    const { reasonCode } = error as { reasonCode?: string };
    // Decorators of parameters are those of TypeScript's older kind, if a tsconfig.json asks for it.
    if (
      reasonCode === "UnsupportedParameterDecorator" &&
      decorators === "decorators"
    )
      return parseAs(dialect, source, "decorators-legacy");
    return { dialect, source, error: toSyntaxError(source, error) };
  }
}

const jsxIn: Record<Dialect, ["jsx"] | []> = { ts: [], tsx: ["jsx"] };

function optionsOf(
  dialect: Dialect,
  decorators: "decorators" | "decorators-legacy",
): ParserOptions {
  return {
    sourceType: "module",
    attachComment: false,
    // The scope analysis reads ranges.
    ranges: true,
    // An earlier cell may declare what this one exports.
    allowUndeclaredExports: true,
    plugins: [
      "estree",
      "typescript",
      decorators,
      "decoratorAutoAccessors",
      ...jsxIn[dialect],
    ],
  };
}

function toSyntaxError(source: string, error: unknown): CellSyntaxError {
  if (isOverflow(error)) return tooDeep(source);
  const { message, pos } = error as SyntaxError & { pos?: number };
  if (pos === undefined) throw error;
  const text = message.replace(/ \(\d+:\d+\)$/, "").replace(/\.$/, "");
  return new CellSyntaxError(text, source, pos);
}

/** The stack was not deep enough, whichever function it was that needed more of it. */
export function isOverflow(error: unknown): boolean {
  return (
    error instanceof RangeError && /call stack|too much/i.test(error.message)
  );
}

export function tooDeep(source: string): CellSyntaxError {
  return new CellSyntaxError(
    "this cell is nested too deep to be compiled; compute in steps, or keep such data in a file",
    source,
    0,
  );
}

/**
 * `<div>hello` is a legal cast to a type called div, and nearly always an element that is still being written: types of
 * a person's own begin with a capital.
 */
function castsToElement(program: Program): boolean {
  let found = false;
  walk(program as unknown as ES.Program, (node) => {
    const { type, typeAnnotation } =
      node as unknown as TSESTree.TSTypeAssertion;
    found ||= type === "TSTypeAssertion" && startsLower(typeAnnotation);
    return !found;
  });
  return found;
}

function startsLower(type: TSESTree.TypeNode): boolean {
  return (
    type.type === "TSTypeReference" &&
    type.typeName.type === "Identifier" &&
    /^[a-z](?!onst$)/.test(type.typeName.name)
  );
}
