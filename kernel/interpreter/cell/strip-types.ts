import type * as ES from "estree";
import { Blanks } from "./blanks.ts";
import { lower, type LowerOptions } from "./lower.ts";
import { type Dialect, parseAs, type Parsed, parseCell } from "./parse.ts";
import { TypeBlanker } from "./type-blanker.ts";

/** JavaScript that means what a TypeScript cell means. */
export interface StrippedCell {
  code: string;
  program: ES.Program;
  /** Source map, JSON, from `code` to the cell; undefined when all places are the same. */
  map?: string;
}

/**
 * Takes the types out of a cell: they become spaces, and all else stays at its place. What is more than a type, such as
 * an enum or JSX, is lowered by esbuild, with a source map.
 * @param parsed the cell as it parses, when that is known; its tree is JavaScript's
 *   afterwards, until it is restored
 * @throws CellSyntaxError with the place in the cell
 */
export function stripTypes(
  source: string,
  options: LowerOptions = {},
  parsed: Parsed = parseCell(source),
): StrippedCell {
  const { program, error, dialect } = parsed;
  if (!program) throw error!;
  const blanks = new Blanks(source);
  const blanker = new TypeBlanker(blanks);
  parsed.restore = () => blanker.restore();
  blanker.strip(program);
  if (blanker.needsLowering) return lowered(source, dialect, options);
  return { code: blanks.toString(), program: program as unknown as ES.Program };
}

function lowered(
  source: string,
  dialect: Dialect,
  options: LowerOptions,
): StrippedCell {
  const { code, map } = lower(source, dialect, options);
  const { program, error } = parseAs("ts", code);
  if (!program) throw error!;
  return { code, map, program: program as unknown as ES.Program };
}
