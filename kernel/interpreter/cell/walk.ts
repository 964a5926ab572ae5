import { visitorKeys } from "@typescript-eslint/visitor-keys";
import type * as ES from "estree";

/** A node of the tree with its place in the source; the parser always gives it, estree's types leave it out. */
export type Node<T extends ES.Node = ES.Node> = T & {
  start: number;
  end: number;
};

interface Visit {
  node: Node;
  parent: Node | undefined;
  key: string;
}

/**
 * Calls `visit` on every node below `node`, parents first, in the order of the text; a visit that returns false leaves
 * out what is below. It keeps a list instead of calling itself, so that no text is too deep for it.
 */
export function walk(
  node: ES.Node,
  visit: (node: Node, parent: Node | undefined, key: string) => boolean | void,
): void {
  const pending: Visit[] = [{ node: node as Node, parent: undefined, key: "" }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (visit(next.node, next.parent, next.key) === false) continue;
    const below = childrenOf(next.node);
    for (let index = below.length - 1; index >= 0; index--)
      pending.push(below[index]!);
  }
}

/** What stands directly below a node, in the order of the text. */
export function childrenOf(parent: Node): Visit[] {
  const found: Visit[] = [];
  for (const key of keysOf(parent)) {
    const child = (parent as unknown as Record<string, unknown>)[key];
    if (Array.isArray(child)) {
      for (const node of child)
        if (isNode(node)) found.push({ node, parent, key });
    } else if (isNode(child)) found.push({ node: child, parent, key });
  }
  return found;
}

/** The keys under which a node has others, in the order of the text. */
export function keysOf(node: { type: string }): readonly string[] {
  return visitorKeys[node.type] ?? Object.keys(node);
}

export function isNode(value: unknown): value is Node {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as { type?: unknown }).type === "string"
  );
}
