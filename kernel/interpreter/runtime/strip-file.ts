import { analyzeScopes } from "../cell/syntax-tree.ts";
import { parseCell, type Program } from "../cell/parse.ts";
import { stripTypes } from "../cell/strip-types.ts";
import { CellSyntaxError } from "../cell/syntax-error.ts";
import { withAdvice } from "../reading/syntax-advice.ts";
import { sourceFrame } from "../source-frame.ts";

/**
 * Takes the types out of a local file, and imports of what it uses in types alone, as TypeScript does.
 * @returns the JavaScript, and its source map where places differ
 * @throws SyntaxError that shows the place in the file
 */
export function stripFile(
  path: string,
  source: string,
): { code: string; map?: string } {
  const options = { directory: process.cwd(), whole: true };
  const parsed = parseCell(source);
  try {
    if (parsed.error) throw withAdvice(parsed.error, source, parsed.dialect);
    dropUnusedImports(parsed.program!);
    return stripTypes(source, options, parsed);
  } catch (error) {
    throw error instanceof CellSyntaxError
      ? inFile(path, source, error)
      : error;
  }
}

/** With the file's lines in place of a stack, which would tell of the parser. */
function inFile(
  path: string,
  source: string,
  { message, line, column }: CellSyntaxError,
): SyntaxError {
  const error = new SyntaxError(`${path}:${line}: ${message}`);
  const [, ...lines] = sourceFrame(source, path, line, column + 1);
  error.stack = [String(error), ...lines].join("\n");
  return error;
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
