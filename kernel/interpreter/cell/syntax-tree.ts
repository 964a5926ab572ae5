import { parse } from "acorn";
import {
  analyze,
  type Reference,
  type Scope,
  type Variable,
} from "eslint-scope";
import type * as ES from "estree";
import { CellSyntaxError } from "./syntax-error.ts";

/** A node of the tree with its place in the JavaScript source; acorn always gives it, estree's types leave it out. */
export type Node<T extends ES.Node = ES.Node> = T & {
  start: number;
  end: number;
};

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

/** @throws CellSyntaxError for what only a full parser rejects, e.g. a name declared twice */
export function parseCell(source: string): SyntaxTree {
  const program = parseModule(source);
  const manager = analyze(program, {
    ecmaVersion: 2022,
    sourceType: "module",
  });
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

function parseModule(source: string): ES.Program {
  try {
    return parse(source, {
      ecmaVersion: "latest",
      sourceType: "module",
      allowAwaitOutsideFunction: true,
      ranges: true,
    }) as unknown as ES.Program;
  } catch (error) {
    const { message, pos } = error as SyntaxError & { pos?: number };
    throw new CellSyntaxError(
      message.replace(/ \(\d+:\d+\)$/, ""),
      source,
      pos ?? 0,
    );
  }
}

/** Calls `visit` on every node below `node`, parents first; a visit that returns false leaves out what is below. */
export function walk(
  node: ES.Node,
  visit: (node: Node, parent: Node | undefined, key: string) => boolean | void,
  parent?: ES.Node,
  key = "",
): void {
  if (visit(node as Node, parent as Node | undefined, key) === false) return;
  for (const [childKey, child] of Object.entries(node)) {
    const children = Array.isArray(child) ? child : [child];
    for (const each of children)
      if (isNode(each)) walk(each, visit, node, childKey);
  }
}

function isNode(value: unknown): value is ES.Node {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as { type?: unknown }).type === "string"
  );
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
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap((property) =>
        boundNames(
          property.type === "RestElement" ? property.argument : property.value,
        ),
      );
    case "ArrayPattern":
      return pattern.elements.flatMap((element) =>
        element ? boundNames(element) : [],
      );
    case "AssignmentPattern":
      return boundNames(pattern.left);
    case "RestElement":
      return boundNames(pattern.argument);
    case "MemberExpression":
      return [];
  }
}
