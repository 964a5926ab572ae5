import type * as ES from "estree";
import { type Place, positionOf, type Rewriting } from "./rewriting.ts";
import type { Node } from "./syntax-tree.ts";
import { isUsing } from "./using.ts";

/** What would see that Stop throws into a top-level await: code of the cell's, or what a loop goes through unless it is an array. */
type Witness = "code" | "loop" | undefined;

/**
 * Lets Stop end a top-level await. Where the cell would see it, as in a `try`, the awaited promise races with the interrupt, so
 * that the cell goes on to its `catch` and `finally` blocks at once. Elsewhere it awaits the promise itself, in a fraction of the
 * time, and asks afterwards whether it is to go on. Either way nothing of it continues later.
 *
 *     await f()                       $awaits.on(await $awaits.at(f(), 1, 0))
 *     try { await f() } finally {}    try { await $awaits.guard(f(), 1, 6) } finally {}
 *
 * An await inside a function costs a few nanoseconds; once the cell it belongs to has been stopped, it never settles.
 */
export function guardAwaits(cell: Rewriting): void {
  if (!cell.tree.source.includes("await")) return;
  const places = [...cell.places];
  const witnesses = findWitnesses(cell, places);
  /** What has a top-level await inside. */
  const waiting = new Set<ES.Node>();
  // Inner ones first, so that where two end at one place the parentheses close in the right order.
  for (const [node, { parent, topLevel }] of places.reverse()) {
    if (!topLevel) {
      if (node.type === "AwaitExpression")
        wrap(cell, node.argument as Node, "$romanesco.live");
      continue;
    }
    const witness = witnesses.get(node);
    if (node.type === "AwaitExpression")
      guardExpression(cell, node as Node<ES.AwaitExpression>, witness);
    else if (node.type === "ForOfStatement")
      guardLoop(cell, node as Node<ES.ForOfStatement>, witness, waiting);
    if (parent && (awaits(node) || waiting.has(node))) waiting.add(parent);
  }
}

function awaits(node: ES.Node): boolean {
  return (
    node.type === "AwaitExpression" ||
    (node.type === "ForOfStatement" && node.await)
  );
}

/** For each node at the top level. */
function findWitnesses(
  cell: Rewriting,
  places: readonly [ES.Node, Place][],
): Map<ES.Node, Witness> {
  const found = new Map<ES.Node, Witness>();
  // What a cell has declared is told apart from what it has not by code at its end.
  const ofAll =
    cell.earlyUses.size > 0 ||
    places.some(([node, { topLevel }]) => topLevel && isUsing(node));
  for (const [node, { parent, key, topLevel }] of places)
    if (topLevel) {
      const outer = parent ? found.get(parent) : ofAll ? "code" : undefined;
      found.set(
        node,
        outer === "code" ? outer : (inside(parent, key) ?? outer),
      );
    }
  return found;
}

function inside(parent: Node | undefined, key: string): Witness {
  switch (parent?.type) {
    case "TryStatement":
      return key === "block" || (key === "handler" && parent.finalizer)
        ? "code"
        : undefined;
    // Closes what it takes its values from.
    case "ArrayPattern":
      return "code";
    case "ForOfStatement":
      if (key === "right") return undefined;
      return parent.await ? "code" : "loop";
    default:
      return undefined;
  }
}

function guardExpression(
  cell: Rewriting,
  node: Node<ES.AwaitExpression>,
  witness: Witness,
): void {
  const argument = node.argument as Node;
  const place = placeOf(cell, node);
  if (witness === "code") return wrap(cell, argument, "$awaits.guard", place);
  const way = witness === "loop" ? "$awaits.inLoop" : "$awaits.at";
  wrap(cell, argument, way, place);
  cell.text.prependRight(node.start, "$awaits.on(").appendLeft(node.end, ")");
}

function guardLoop(
  cell: Rewriting,
  node: Node<ES.ForOfStatement>,
  witness: Witness,
  waiting: ReadonlySet<ES.Node>,
): void {
  const right = node.right as Node;
  if (node.await) {
    const guards = witness !== undefined;
    wrap(cell, right, "$awaits.each", `${placeOf(cell, node)}, ${guards}`);
  } else if (witness !== "code" && waiting.has(node))
    wrap(cell, right, "$awaits.of");
}

/** For an error that comes without a line: the await knows its own. */
function placeOf(cell: Rewriting, { start }: Node): string {
  const { line, column } = positionOf(cell.tree.source, start);
  return `${line}, ${column}`;
}

function wrap(cell: Rewriting, node: Node, call: string, more?: string): void {
  cell.text.prependRight(node.start, ` ${call}(`);
  cell.text.appendLeft(node.end, more ? `, ${more})` : ")");
}
