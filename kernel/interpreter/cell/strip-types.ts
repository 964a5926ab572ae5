import { createRequire } from "node:module";
import { transformSync } from "oxc-transform";
import { CellSyntaxError } from "./syntax-error.ts";

/** JavaScript that means what a TypeScript cell means, with its source map. */
export interface StrippedCell {
  code: string;
  /** Source map, JSON, from `code` to the cell. */
  map: string;
}

export interface StripOptions {
  /** `experimentalDecorators` of the notebook's tsconfig: the old decorators in place of the standard ones. */
  experimentalDecorators?: boolean;
}

const require = createRequire(import.meta.url);

/**
 * Takes the types out of a cell; lowers enums, namespaces, parameter properties and JSX.
 * Text that only parses as TSX is TSX, so `<T>value` casts and JSX both work.
 * @throws CellSyntaxError with the place in the cell
 */
export function stripTypes(
  source: string,
  options: StripOptions = {},
): StrippedCell {
  const asTs = transform(source, "ts");
  if (!asTs.errors.length) return lowerTheRest(source, asTs, options);
  const asTsx = source.includes("<") ? transform(source, "tsx") : asTs;
  if (!asTsx.errors.length) return lowerTheRest(source, asTsx, options);
  throw toSyntaxError(source, asTs.errors[0]!);
}

function transform(source: string, lang: "ts" | "tsx") {
  return transformSync(`cell.${lang}`, source, {
    lang,
    sourceType: "module",
    sourcemap: true,
    // A value import may be used only in a later cell, so none is dropped.
    typescript: { onlyRemoveTypeImports: true },
    jsx: { runtime: "classic" },
  });
}

// oxc leaves decorators and accessors as they are, and no Node knows them. (`@__PURE__` is a comment of oxc's own.)
const undone = /@(?!__)[\w$(]|\baccessor\s+[\w$#[]/;

function lowerTheRest(
  source: string,
  stripped: { code: string; map?: unknown },
  options: StripOptions,
): StrippedCell {
  if (!undone.test(stripped.code))
    return { code: stripped.code, map: JSON.stringify(stripped.map) };
  // Only a few cells need it.
  const esbuild = require("esbuild") as typeof import("esbuild");
  const lowered = esbuild.transformSync(source, {
    loader: source.includes("</") || source.includes("/>") ? "tsx" : "ts",
    target: "es2022",
    // A pass of ours lowers `using`.
    supported: { "top-level-await": true, using: true },
    sourcemap: true,
    sourcefile: "cell.ts",
    logLevel: "silent",
    tsconfigRaw: {
      compilerOptions: {
        verbatimModuleSyntax: true,
        experimentalDecorators: options.experimentalDecorators ?? false,
      },
    },
  });
  return { code: lowered.code, map: lowered.map };
}

interface OxcError {
  message: string;
  labels?: { start: number; end: number; message?: string | null }[];
  helpMessage?: string | null;
}

function toSyntaxError(source: string, error: OxcError): CellSyntaxError {
  // Of several places the last is what is wrong: a name's second declaration.
  const label = error.labels?.at(-1);
  const hint = [label?.message, error.helpMessage].filter(Boolean).join("; ");
  const message = hint ? `${error.message} (${hint})` : error.message;
  return new CellSyntaxError(message, source, label?.start ?? 0);
}
