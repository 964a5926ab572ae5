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
  // In an object, to tell no value from the value undefined.
  cell.text.prependRight(statement.start, ";$value = { value: (");
  cell.text.appendLeft(end, ") }");
}
