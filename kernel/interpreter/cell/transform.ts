import { join } from "node:path";
import { guardAwaits } from "./awaits.ts";
import type { CompiledCell } from "./compiled-cell.ts";
import { rewriteDeclarations } from "./declarations.ts";
import { earlyFrame, guardEarlyUses } from "./early-guards.ts";
import { withoutHashbang } from "./hashbang.ts";
import { rewriteImports } from "./imports.ts";
import { returnLastExpression } from "./last-expression.ts";
import { tagFunctions } from "./function-tags.ts";
import type { Magic } from "../magics/find.ts";
import { callMagics } from "./magics.ts";
import type { Names } from "./names.ts";
import { ownName, renameGlobals } from "./own-names.ts";
import { startRewriting } from "./start-rewriting.ts";
import type { Rewriting } from "./rewriting.ts";
import { separateStatements } from "./separate.ts";
import { type Parsed, parseCell } from "./parse.ts";
import type { LowerOptions } from "./lower.ts";
import { stripTypes } from "./strip-types.ts";
import { noteThrows } from "./throws.ts";
import { noteTravellingSources } from "./travelling.ts";
import { lowerUsing } from "./using.ts";

export interface TransformOptions extends LowerOptions {
  /** The notebook's folder. */
  directory: string;
  /** What the cell is called in stacks: `cell [3]`. */
  label: string;
  names: Names;
  /** URLs of modules that the cell knows by other names. */
  modules?: Record<string, string>;
  /** What stood where the source has markers. */
  magics?: Magic[];
}

/**
 * Compiles a cell:
 *
 *     TypeScript -> parse -> stripTypes -> marks, awaits, imports, declarations, last value -> code
 *
 * Reads `names` and does not change the names in it; call `commit` when the code runs.
 * @throws CellSyntaxError
 */
export function transform(
  source: string,
  options: TransformOptions,
  parsed: Parsed = parseCell(withoutHashbang(source)),
): CompiledCell {
  const stripped = stripTypes(parsed.source, options, parsed);
  const cell = startRewriting(stripped, options.names, options.modules);
  tagFunctions(cell);
  guardAwaits(cell);
  callMagics(cell, options.magics ?? []);
  rewriteImports(cell);
  renameGlobals(cell);
  rewriteDeclarations(cell);
  guardEarlyUses(cell);
  returnLastExpression(cell);
  separateStatements(cell);
  lowerUsing(cell);
  noteThrows(cell);
  noteTravellingSources(cell);
  wrapUp(cell);

  const wanted = [
    ...cell.declarations.flatMap((each) =>
      each.kind === "import" ? [] : [ownName(each.name)],
    ),
    ...cell.imports.map(({ namespace }) => namespace),
  ];
  return {
    file: join(options.directory, options.label),
    code: cell.text.toString(),
    fresh: [...new Set(wanted)].filter(
      (name) => !options.names.declared.has(name),
    ),
    imports: cell.imports,
    declarations: cell.declarations,
    functions: cell.functions,
    javascript: stripped.code,
    maps: {
      rewrite: cell.text.generateMap({ hires: "boundary" }).toString(),
      types: stripped.map,
    },
  };
}

/** By callbacks rather than as a promise, whose `then` a cell may have replaced. */
function wrapUp(cell: Rewriting): void {
  const { text, around = { before: "", after: "" } } = cell;
  const early = earlyFrame(cell);
  text
    .prepend(
      `(async function ($done, $fail, $awaits) { "use strict"; let $value; ${early.before}try { ${around.before}`,
    )
    .append(
      `${around.after}\n} catch ($error) { ${early.failed}return $fail($error); } $done($value);${early.behind} })`,
    );
}
