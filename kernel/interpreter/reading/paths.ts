import type { TSESTree } from "@typescript-eslint/types";
import type * as ES from "estree";
import type { Program } from "../cell/parse.ts";
import { type Node, walk } from "../cell/walk.ts";

/** Members of a variable that a cell names: `order.customer.name`. */
export interface Chain {
  /** As they are written after the variable's name, the shortest first: `.customer`, `.customer.name`. */
  paths: string[];
  /** It assigns the last of them. */
  assigned: boolean;
}

/** Nobody tests more of a row than this. */
const longestChain = 4;

/** Chains by the identifiers that they begin with. */
export function findChains(program: Program): Map<object, Chain> {
  const chains = new Map<object, Chain>();
  walk(program as unknown as ES.Program, (node, parent, key) => {
    if (node.type !== "MemberExpression" || key === "object") return;
    const found = chainOf(node as unknown as TSESTree.MemberExpression);
    // With `!` in between, the longer one came first.
    if (!found || chains.has(found.root)) return;
    // Nobody tests whether a method is there and calls it further down.
    const called = key === "callee" || key === "tag";
    const paths = called ? found.paths.slice(0, -1) : found.paths;
    const assigned = found.whole && isAssigned(parent, key);
    if (paths.length) chains.set(found.root, { paths, assigned });
  });
  return chains;
}

function chainOf(
  outermost: TSESTree.MemberExpression,
): { root: TSESTree.Identifier; paths: string[]; whole: boolean } | undefined {
  const keys: string[] = [];
  let whole = true;
  let node: TSESTree.Expression = outermost;
  while (node.type !== "Identifier") {
    if (node.type === "TSNonNullExpression") node = node.expression;
    else if (node.type === "MemberExpression") {
      const key = keyOf(node);
      // What stands before an index that varies is a chain of its own.
      if (key === undefined) [keys.length, whole] = [0, false];
      else keys.unshift(key);
      node = node.object;
    } else return undefined;
  }
  const paths = keys
    .slice(0, longestChain)
    .map((_, index) => keys.slice(0, index + 1).join(""));
  whole &&= keys.length <= longestChain;
  return { root: node, paths, whole };
}

function keyOf({
  property,
  computed,
}: TSESTree.MemberExpression): string | undefined {
  if (!computed)
    return property.type === "Identifier" ? `.${property.name}` : undefined;
  return property.type === "Literal" &&
    /^(number|string)$/.test(typeof property.value)
    ? `[${JSON.stringify(property.value)}]`
    : undefined;
}

function isAssigned(parent: Node | undefined, key: string): boolean {
  switch (parent?.type) {
    case "AssignmentExpression":
    case "AssignmentPattern":
    case "ForInStatement":
    case "ForOfStatement":
      return key === "left";
    case "UnaryExpression":
      return parent.operator === "delete";
    case "UpdateExpression":
    case "ArrayPattern":
    case "RestElement":
      return true;
    default:
      return false;
  }
}
