import { rewriteImports } from "./imports.ts";
import { Names } from "./names.ts";
import { ownName, renameGlobals } from "./own-names.ts";
import type { Parsed } from "./parse.ts";
import { startRewriting } from "./start-rewriting.ts";
import { stripTypes } from "./strip-types.ts";

/**
 * Compiles what a person asks of code that is stopped: without types, with the names of cells as V8 knows them. It runs in
 * the place where the code is, so that what it declares is gone again afterwards.
 * @param locals names of the functions and blocks around that place
 * @throws CellSyntaxError
 */
export function transformExpression(
  source: string,
  names: Names,
  locals: string[],
  parsed: Parsed,
): string {
  const cell = startRewriting(
    stripTypes(source, {}, parsed),
    withoutLocals(names, locals),
  );
  rewriteImports(cell);
  renameGlobals(cell);
  return cell.text.toString();
}

function withoutLocals(names: Names, locals: string[]): Names {
  const imports = new Map(names.imports);
  const declared = new Set(names.declared);
  for (const name of locals) {
    imports.delete(name);
    declared.delete(ownName(name));
  }
  return new Names({ ...names.state, imports, declared });
}
