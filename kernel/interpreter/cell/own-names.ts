import vm from "node:vm";
import type { Reference, Variable } from "eslint-scope";
import type * as ES from "estree";
import type { Rewriting } from "./rewriting.ts";
import type { Node } from "./syntax-tree.ts";

// Those of the realm in which cells run, which is not the runtime's own.
const globals = new Set(
  vm.runInThisContext("Object.getOwnPropertyNames(globalThis)") as string[],
);

/**
 * The script-scope name for a cell's name. A script-scope `let URL` would hide the global from every module in the
 * process, packages and the kernel's own included, so names of globals get one of their own.
 */
export function ownName(name: string): string {
  return globals.has(name) ? `$own_${name}` : name;
}

/** Makes this cell's and earlier cells' declarations of global names, and all uses of them, read their own name. */
export function renameGlobals(cell: Rewriting): void {
  const renamed = new Set<ES.Node>();
  for (const [name, variable] of cell.tree.declared) {
    if (!globals.has(name) || cell.newImports.has(name)) continue;
    for (const node of nodesOf(variable)) renamed.add(node);
  }
  for (const { identifier } of cell.tree.free)
    if (usesEarlierCell(cell, identifier.name))
      renamed.add(identifier as ES.Node);
  for (const node of renamed) rename(cell, node as Node<ES.Identifier>);
}

function nodesOf(variable: Variable): ES.Node[] {
  const uses: Reference[] = variable.references;
  return [
    ...variable.identifiers,
    ...uses.map(({ identifier }) => identifier as ES.Node),
  ];
}

function usesEarlierCell(cell: Rewriting, name: string): boolean {
  return (
    globals.has(name) &&
    cell.names.declared.has(ownName(name)) &&
    !cell.names.imports.has(name)
  );
}

function rename(cell: Rewriting, node: Node<ES.Identifier>): void {
  const place = cell.places.get(node);
  const parent = place?.parent;
  // A declaration's own name is written by the pass that turns it into an assignment.
  if (
    parent &&
    /^(Function|Class)Declaration$/.test(parent.type) &&
    place.key === "id"
  )
    return;
  const own = ownName(node.name);
  cell.text.update(
    node.start,
    node.end,
    isShorthand(cell, node) ? `${node.name}: ${own}` : own,
  );
}

export function isShorthand(cell: Rewriting, node: ES.Node): boolean {
  const place = cell.places.get(node);
  const parent = place?.parent;
  if (parent?.type === "Property") return parent.shorthand;
  return (
    parent?.type === "AssignmentPattern" &&
    place?.key === "left" &&
    isShorthand(cell, parent)
  );
}
