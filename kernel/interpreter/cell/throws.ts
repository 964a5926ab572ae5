import type * as ES from "estree";
import type { Rewriting } from "./rewriting.ts";
import type { Node } from "./syntax-tree.ts";

/** What notes a thrown value in the source that travels; see lib/transfer/thrown.ts. */
export const thrownName = "$thrown";

/**
 * Notes where a text, a number or an object is thrown, for only errors have a stack: `throw "x"` becomes
 * `throw $romanesco.thrown("x")`. What is thrown by name was caught, most often, and has its place.
 */
export function noteThrows(cell: Rewriting): void {
  for (const [node] of cell.places) {
    if (node.type !== "ThrowStatement" || !mayBeNoError(node.argument))
      continue;
    const { start, end } = node.argument as Node;
    cell.throws.push(node as Node);
    // Before the space, so that its place is that of the word.
    const open = (node as Node).start + "throw".length;
    cell.text.appendLeft(open, " $romanesco.thrown(").appendLeft(end, ")");
    cell.travelling.prependRight(start, `${thrownName}(`).appendLeft(end, ")");
  }
}

function mayBeNoError({ type }: ES.Expression): boolean {
  return [
    "Literal",
    "TemplateLiteral",
    "BinaryExpression",
    "ObjectExpression",
    "ArrayExpression",
  ].includes(type);
}
