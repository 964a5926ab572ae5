import { analyze } from "@typescript-eslint/scope-manager";
import type { Reference, Scope, ScopeManager, Variable } from "eslint-scope";
import type * as ES from "estree";
import { isNode, type Node } from "./walk.ts";

export { type Node, walk } from "./walk.ts";

/** A cell's JavaScript, parsed, with what each name means. */
export interface SyntaxTree {
  source: string;
  body: Node<ES.Program["body"][number]>[];
  /** Top-level names, by name. */
  declared: Map<string, Variable>;
  /** Uses of names that the cell does not declare: earlier cells' names and globals. */
  free: Reference[];
  /** The scope a function or class opens, for its free names. */
  scopeOf(node: ES.Node): Scope | null;
  /** The scope of the cell's own top level. */
  top: Scope;
}

/** @param program a tree of JavaScript alone */
export function readTree(source: string, program: ES.Program): SyntaxTree {
  const manager = analyzeScopes(program) as unknown as ScopeManager;
  const top = manager.globalScope!.childScopes[0]!;
  return {
    source,
    body: program.body as SyntaxTree["body"],
    declared: new Map(
      top.variables.map((variable) => [variable.name, variable]),
    ),
    free: top.through,
    scopeOf: (node) => manager.acquire(node),
    top,
  };
}

type Tree = Parameters<typeof analyze>[0];

/** What each name of a cell means, of its types too while it has them. */
export function analyzeScopes(program: object) {
  // The parser writes TypeScript's trees as typescript-eslint specifies them.
  return analyze(program as Tree, {
    sourceType: "module",
    // Globals of the language stay free: a cell may declare an Event of its own.
    lib: [],
    jsxPragma: null,
  });
}

export function isFunction(node: ES.Node): node is ES.Function {
  return (
    node.type === "FunctionDeclaration" ||
    node.type === "FunctionExpression" ||
    node.type === "ArrowFunctionExpression"
  );
}

/** Names that a pattern binds: `{ a, b: [c] }` binds a and c. */
export function boundNames(pattern: ES.Pattern): string[] {
  const names: string[] = [];
  const pending: unknown[] = [pattern];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (!isNode(next)) continue;
    if (next.type === "Identifier") names.push(next.name);
    pending.push(...patternsIn(next).reverse());
  }
  return names;
}

function patternsIn(node: Node): unknown[] {
  switch (node.type) {
    case "ObjectPattern":
      return node.properties.map((property) =>
        property.type === "RestElement" ? property.argument : property.value,
      );
    case "ArrayPattern":
      return [...node.elements];
    case "AssignmentPattern":
      return [node.left];
    case "RestElement":
      return [node.argument];
    default:
      return [];
  }
}
