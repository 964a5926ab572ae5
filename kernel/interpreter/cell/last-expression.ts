import type { Rewriting } from "./rewriting.ts";
import type { Node } from "./syntax-tree.ts";

/** Makes the cell return the value of its last statement, when that is an expression. */
export function returnLastExpression(cell: Rewriting): void {
  const last = cell.tree.body.findLast(({ type }) => type !== "EmptyStatement");
  if (!last) return;
  if (last.type === "ExpressionStatement") returnValue(cell, last);
  else if (
    last.type === "ExportDefaultDeclaration" &&
    !last.declaration.type.endsWith("Declaration")
  )
    returnValue(cell, last);
}

function returnValue(cell: Rewriting, statement: Node): void {
  const source = cell.tree.source.slice(statement.start, statement.end);
  const end = statement.end - (source.endsWith(";") ? 1 : 0);
  // In an object, because an async function would await a promise that the cell only wants to show.
  cell.text.prependRight(statement.start, ";return { value: (");
  cell.text.appendLeft(end, ") }");
}
