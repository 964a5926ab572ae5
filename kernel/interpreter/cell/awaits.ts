import { positionOf, type Rewriting } from "./rewriting.ts";
import type { Node } from "./syntax-tree.ts";

/**
 * Lets Stop end a top-level await: the awaited promise races with the interrupt, so the cell goes on to its `catch` and
 * `finally` blocks at once, and nothing of it continues later. An await inside a function costs a few nanoseconds; once
 * the cell it belongs to has been stopped, it never settles.
 */
export function guardAwaits(cell: Rewriting): void {
  // Inner ones first, so that where two end at one place the parentheses close in the right order.
  for (const [node, { topLevel }] of [...cell.places].reverse()) {
    if (node.type === "AwaitExpression")
      wrap(
        cell,
        node.argument as Node,
        topLevel ? "$romanesco.guard" : "$romanesco.live",
        topLevel ? `, ${placeOf(cell, node as Node)}` : "",
      );
    if (topLevel && node.type === "ForOfStatement" && node.await)
      wrap(
        cell,
        node.right as Node,
        "$romanesco.guardEach",
        `, ${placeOf(cell, node as Node)}`,
      );
  }
}

/** For an error that comes without a line: the await knows its own. */
function placeOf(cell: Rewriting, { start }: Node): string {
  const { line, column } = positionOf(cell.tree.source, start);
  return `${line}, ${column}`;
}

function wrap(cell: Rewriting, node: Node, guard: string, more = ""): void {
  cell.text.prependRight(node.start, ` ${guard}(`);
  cell.text.appendLeft(node.end, `${more})`);
}
