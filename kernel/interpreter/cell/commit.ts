import type { CompiledCell } from "./compiled-cell.ts";
import type { Names } from "./names.ts";

/**
 * Records what a cell declares, once its imports are there and its code has run.
 * @param missed names of a cell that failed before it declared them (default: none)
 */
export function commit(
  cell: CompiledCell,
  names: Names,
  missed: string[] = [],
): void {
  for (const each of cell.declarations) {
    if (missed.includes(each.name)) continue;
    names.imports.delete(each.name);
    names.constants.delete(each.name);
    if (each.kind === "import") names.held.delete(each.name);
    else names.held.add(each.name);
    if (each.kind === "import")
      names.imports.set(
        each.name,
        readExpression(each.namespace, each.imported),
      );
    if (each.kind === "variable" && each.constant)
      names.constants.add(each.name);
  }
}

/** The expression that reads an imported name. */
export function readExpression(namespace: string, imported: string): string {
  if (imported === "*") return namespace;
  return /^[\w$]+$/.test(imported)
    ? `${namespace}.${imported}`
    : `${namespace}[${JSON.stringify(imported)}]`;
}
