import type * as ES from "estree";
import type { Rewriting } from "./rewriting.ts";
import type { Node } from "./syntax-tree.ts";

/** Makes the cell return the value of its last statement, when that is an expression. */
export function returnLastExpression(cell: Rewriting): void {
  const last = lastStatement(cell.tree.body, cell.tree.source);
  if (!last) return;
  if (last.type === "ExpressionStatement") returnValue(cell, last);
  else if (
    last.type === "ExportDefaultDeclaration" &&
    !last.declaration.type.endsWith("Declaration")
  )
    returnValue(cell, last);
}

/** Below Node 24 a cell with `using` arrives as a try statement, whose block is the cell. */
const loweredUsing =
  /^try \{[^]*\} catch \((_\w*)\) \{\s*var (_\w*) = \1, (_\w*) = true;\s*\} finally \{/;

function lastStatement(body: ES.Node[], source: string): Node | undefined {
  const last = body.findLast(({ type }) => type !== "EmptyStatement") as
    Node | undefined;
  return last?.type === "TryStatement" &&
    loweredUsing.test(source.slice(last.start, last.end))
    ? lastStatement(last.block.body, source)
    : last;
}

function returnValue(cell: Rewriting, statement: Node): void {
  const source = cell.tree.source.slice(statement.start, statement.end);
  const end = statement.end - (source.endsWith(";") ? 1 : 0);
  // In an object, because an async function would await a promise that the cell only wants to show.
  cell.text.prependRight(statement.start, ";return { value: (");
  cell.text.appendLeft(end, ") }");
}
