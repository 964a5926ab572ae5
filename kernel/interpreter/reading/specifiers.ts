import type { TSESTree } from "@typescript-eslint/types";

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
