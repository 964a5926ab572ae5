import type { TSESTree } from "@typescript-eslint/types";
import type * as ES from "estree";
import type { Program } from "../cell/parse.ts";
import { walk } from "../cell/walk.ts";

/** A place where a cell names a module, something in one, or a member of an object by its name. */
export type NodeUse = { offset: number } & (
  { module: string; name?: string } | { object: string; name: string }
);

/** What a cell uses that may belong to Node, each once; types are left out. */
export function findNodeUses(program: Program, code: string): NodeUse[] {
  const uses = new Map<string, NodeUse>();
  const add = (key: string, use: NodeUse) => {
    if (!uses.has(key)) uses.set(key, use);
  };
  walk(program as unknown as ES.Node, (estree) => {
    const node = estree as unknown as TSESTree.Node;
    if (node.type === "ImportDeclaration")
      for (const use of importsIn(node)) add(JSON.stringify(use), use);
    if (node.type !== "MemberExpression" || node.computed) return;
    const { object, property, optional } = node;
    if (object.type !== "Identifier" || property.type !== "Identifier") return;
    // `fs.globSync?.()` asks whether it is there.
    if (optional || code.startsWith("?.", property.end)) return;
    add(`${object.name}.${property.name}`, {
      object: object.name,
      name: property.name,
      offset: property.start,
    });
  });
  return [...uses.values()];
}

function importsIn(node: TSESTree.ImportDeclaration): NodeUse[] {
  if (node.importKind === "type") return [];
  const module = node.source.value;
  const names = node.specifiers.flatMap((specifier): NodeUse[] => {
    if (specifier.type !== "ImportSpecifier") return [];
    const { imported, importKind } = specifier;
    if (importKind === "type" || imported.type !== "Identifier") return [];
    return [{ module, name: imported.name, offset: imported.start }];
  });
  return [{ module, offset: node.source.start }, ...names];
}
