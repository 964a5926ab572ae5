import type { TSESTree } from "@typescript-eslint/types";
import { parseAs } from "../cell/parse.ts";
import { localPrefix } from "./local-prefix.ts";

/** Longer types are given up: they would weigh on every later check. */
const longestType = 50_000;

/** A type as the checker prints it, if it can stand in a source text; `any` otherwise. */
export function usableType(text: string | undefined): string {
  if (text === undefined || text.length > longestType) return "any";
  if (!parseType(text)) return "any";
  // As in statements: modules of cells do not follow relative imports.
  return text.replaceAll(/import\("(?=\.\.?\/)/g, `import("${localPrefix}`);
}

/** Return type of a function type, e.g. `number` of `(x: string) => number`. */
export function returnTypeIn(text: string): string {
  const type = functionType(text);
  return type ? cut(text, type.returnType?.typeAnnotation) : "any";
}

/** Type of a function type's parameter; a rest parameter's is an array. */
export function parameterTypeIn(text: string, index: number): string {
  const parameter = functionType(text)?.params[index];
  if (!parameter || parameter.type === "TSParameterProperty") return "any";
  return cut(text, parameter.typeAnnotation?.typeAnnotation);
}

const prefix = "type T = ";

/** Of one type its result and each of its parameters are asked. */
let last: { text: string; type: TSESTree.TypeNode | undefined } | undefined;

function parseType(text: string): TSESTree.TypeNode | undefined {
  if (last?.text !== text) last = { text, type: parseAnew(text) };
  return last.type;
}

function parseAnew(text: string): TSESTree.TypeNode | undefined {
  const { program } = parseAs("ts", prefix + text);
  const [alias, ...more] = program?.body ?? [];
  if (more.length > 0) return undefined;
  return alias?.type === "TSTypeAliasDeclaration"
    ? alias.typeAnnotation
    : undefined;
}

function functionType(text: string): TSESTree.TSFunctionType | undefined {
  const type = parseType(text);
  return type?.type === "TSFunctionType" ? type : undefined;
}

function cut(text: string, span?: { start: number; end: number }): string {
  return span
    ? text.slice(span.start - prefix.length, span.end - prefix.length)
    : "any";
}
