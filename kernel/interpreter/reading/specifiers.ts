import type { TSESTree } from "@typescript-eslint/types";
import type { Program } from "../cell/parse.ts";

/** What the static imports and exports of a module name. */
export function specifiersOf({ body }: Program): string[] {
  return body.flatMap((statement) => {
    const specifier = specifierOf(statement);
    return specifier ? [specifier.value] : [];
  });
}

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
