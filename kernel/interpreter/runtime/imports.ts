import { types } from "node:util";
import { nearest } from "../spelling.ts";
import type { CellImport, CompiledCell } from "../cell/compiled-cell.ts";
import type { Importer } from "./importer.ts";
import type { Scope } from "./scope.ts";
import type { Stacks } from "./stacks.ts";

/** Does a cell's static imports, one after the other, as a module does. */
export async function doImports(
  cell: CompiledCell,
  scope: Scope,
  importer: Importer,
  stacks: Stacks,
): Promise<void> {
  for (const each of cell.imports) {
    const options = Object.keys(each.attributes).length
      ? { with: each.attributes }
      : undefined;
    try {
      const namespace = await importer.import(
        each.specifier,
        options as ImportCallOptions,
      );
      checkNames(each, namespace as object);
      scope.set(each.namespace, namespace);
    } catch (error) {
      // An error of the loader has no frame in the cell: it gets that of the import.
      stacks.addPlace(error, cell.file, each);
      throw error;
    }
  }
}

/**
 * As a module does, refuses names that a module does not export. What a CommonJS one exports may come later.
 * @throws SyntaxError
 */
function checkNames(
  { specifier, asked = specifier, used }: CellImport,
  namespace: object,
): void {
  if (!types.isModuleNamespaceObject(namespace)) return;
  for (const name of used) {
    if (Reflect.has(namespace, name)) continue;
    const [near] = nearest(name, Object.keys(namespace));
    const hint = near === undefined ? "" : `. Did you mean '${near}'?`;
    throw new SyntaxError(
      `The requested module '${asked}' does not provide an export named '${name}'${hint}`,
    );
  }
}
