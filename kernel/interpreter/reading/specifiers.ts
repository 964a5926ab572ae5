import type { TSESTree } from "@typescript-eslint/types";
import type * as ES from "estree";
import type { Program } from "../cell/parse.ts";
import { walk } from "../cell/walk.ts";

/** Where a statement names another module. */
export function specifierOf(
  statement: TSESTree.ProgramStatement,
): TSESTree.StringLiteral | null {
  switch (statement.type) {
    case "ImportDeclaration":
    case "ExportNamedDeclaration":
    case "ExportAllDeclaration":
      return statement.source;
    case "TSImportEqualsDeclaration":
      return statement.moduleReference.type === "TSExternalModuleReference"
        ? (statement.moduleReference.expression as TSESTree.StringLiteral)
        : null;
    default:
      return null;
  }
}

/** Modules whose names a cell writes out, anywhere: `import`, `export`, `import("x")`, the type `import("x").Y`. */
export function findModules(program: Program): string[] {
  const found = new Set<string>();
  walk(program as unknown as ES.Node, (estree) => {
    const node = estree as unknown as TSESTree.Node;
    const source = sourceOf(node);
    if (source?.type === "Literal" && typeof source.value === "string")
      found.add(source.value);
  });
  return [...found];
}

function sourceOf(node: TSESTree.Node): TSESTree.Node | null {
  switch (node.type) {
    case "ImportExpression":
    case "TSImportType":
      return node.source;
    case "ImportDeclaration":
    case "ExportNamedDeclaration":
    case "ExportAllDeclaration":
    case "TSImportEqualsDeclaration":
      return specifierOf(node);
    default:
      return null;
  }
}
