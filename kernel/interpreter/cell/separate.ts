import type * as ES from "estree";
import { lastValue } from "./last-expression.ts";
import { isListed, type Rewriting } from "./rewriting.ts";
import type { Node } from "./syntax-tree.ts";

/**
 * Ends the statement before each expression statement, where the cell leaves that to the line break: what a name became
 * may begin with a parenthesis, as `(0, $import_1.join)("a")` does, which would call the value of the line above.
 */
export function separateStatements(cell: Rewriting): void {
  const { source } = cell.tree;
  const last = lastValue(cell);
  const previous = new Map<ES.Node | undefined, number>();
  for (const [node, place] of cell.places) {
    if (!isListed(place)) continue;
    const { start, end } = node as Node;
    const before = previous.get(place.parent);
    previous.set(place.parent, end);
    // The value of the cell has a semicolon of its own.
    if (node.type !== "ExpressionStatement" || node === last) continue;
    if (before !== undefined && source[before - 1] !== ";")
      cell.text.prependRight(start, ";");
  }
}
