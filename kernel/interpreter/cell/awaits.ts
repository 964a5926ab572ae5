import type { Rewriting } from "./rewriting.ts";
import type { Node } from "./syntax-tree.ts";

/**
 * Lets Stop end a top-level await: the awaited promise races with the interrupt, so the cell goes on to its `catch` and
 * `finally` blocks at once, and nothing of it continues later.
 */
export function guardAwaits(cell: Rewriting): void {
  // Inner ones first, so that where two end at one place the parentheses close in the right order.
  for (const [node, { topLevel }] of [...cell.places].reverse()) {
    if (!topLevel) continue;
    if (node.type === "AwaitExpression")
      wrap(cell, node.argument as Node, "$romanesco.guard");
    if (node.type === "ForOfStatement" && node.await)
      wrap(cell, node.right as Node, "$romanesco.guardEach");
  }
}

function wrap(cell: Rewriting, node: Node, guard: string): void {
  cell.text.prependRight(node.start, ` ${guard}(`);
  cell.text.appendLeft(node.end, ")");
}
