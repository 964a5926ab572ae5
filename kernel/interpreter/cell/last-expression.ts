import type { Rewriting } from "./rewriting.ts";
import type { Node } from "./syntax-tree.ts";

/** Makes the cell return the value of its last statement, when that is an expression. */
export function returnLastExpression(cell: Rewriting): void {
  const last = lastValue(cell);
  if (last) returnValue(cell, last);
}

/** The last statement, when it is an expression. */
export function lastValue(cell: Rewriting): Node | undefined {
  const last = cell.tree.body.findLast(({ type }) => type !== "EmptyStatement");
  const isValue =
    last?.type === "ExpressionStatement" ||
    (last?.type === "ExportDefaultDeclaration" &&
      !last.declaration.type.endsWith("Declaration"));
  return isValue ? last : undefined;
}

function returnValue(cell: Rewriting, statement: Node): void {
  const source = cell.tree.source.slice(statement.start, statement.end);
  const end = statement.end - (source.endsWith(";") ? 1 : 0);
  // In a list, which names no class, and tells no value from the value undefined.
  cell.text.prependRight(statement.start, ";$value = [(");
  cell.text.appendLeft(end, ")]");
}
