import { analyzeScopes } from "../cell/syntax-tree.ts";
import { parseCell, type Program } from "../cell/parse.ts";
import { stripTypes } from "../cell/strip-types.ts";

/**
 * Takes the types out of a local file, and imports of what it uses in types alone, as TypeScript does.
 * @returns the JavaScript, and its source map where places differ
 * @throws CellSyntaxError
 */
export function stripFile(source: string): { code: string; map?: string } {
  const parsed = parseCell(source);
  if (parsed.program) dropUnusedImports(parsed.program);
  return stripTypes(source, { directory: process.cwd(), whole: true }, parsed);
}

function dropUnusedImports(program: Program): void {
  const top = analyzeScopes(program).globalScope?.childScopes[0];
  const used = new Set(
    top?.variables
      .filter(({ references }) =>
        references.some((use) => use.isValueReference),
      )
      .map(({ name }) => name),
  );
  for (const statement of program.body) {
    if (statement.type !== "ImportDeclaration") continue;
    const unused = statement.specifiers.filter(
      ({ local }) => !used.has(local.name),
    );
    if (!unused.length) continue;
    // The tree is only read once more, to take out what is of types.
    const all = unused.length === statement.specifiers.length;
    for (const each of all ? [statement] : unused)
      (each as { importKind?: string }).importKind = "type";
  }
}
