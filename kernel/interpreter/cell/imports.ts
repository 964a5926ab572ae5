import type * as ES from "estree";
import type { Reference } from "eslint-scope";
import { readExpression } from "./commit.ts";
import { positionOf, type Rewriting } from "./rewriting.ts";
import type { Node } from "./syntax-tree.ts";

/** What `import.meta` is called in a worker, where the code is no module; as long, so that no place moves. */
export const metaName = "$importMeta";

/**
 * Takes static imports out of the cell, to be done before it runs, and makes each use of an imported name a read of
 * the module's namespace: bindings stay live, as in a module, and an edited local file can be swapped in.
 */
export function rewriteImports(cell: Rewriting): void {
  for (const statement of cell.tree.body)
    if (statement.type === "ImportDeclaration") takeOut(cell, statement);
  for (const [name, expression] of cell.newImports)
    for (const use of cell.tree.declared.get(name)!.references)
      readFromNamespace(cell, use, expression);
  for (const use of cell.tree.free) {
    const expression = cell.names.imports.get(use.identifier.name);
    if (expression) readFromNamespace(cell, use, expression);
  }
  for (const node of cell.places.keys()) rewriteDynamic(cell, node as Node);
}

function takeOut(cell: Rewriting, statement: Node<ES.ImportDeclaration>): void {
  const namespace = cell.names.nextNamespace();
  const asked = String(statement.source.value);
  const specifier = cell.modules.get(asked) ?? asked;
  const { source } = cell.tree;
  cell.imports.push({
    namespace,
    specifier,
    ...(specifier === asked ? {} : { asked }),
    attributes: Object.fromEntries(
      (statement.attributes ?? []).map(({ key, value }) => [
        key.type === "Identifier" ? key.name : String(key.value),
        String(value.value),
      ]),
    ),
    used: usedNames(cell, statement),
    ...positionOf(source, (statement.source as Node).start),
  });
  for (const each of statement.specifiers) {
    const imported = importedName(each);
    const name = each.local.name;
    cell.newImports.set(name, readExpression(namespace, imported));
    cell.declarations.push({
      kind: "import",
      name,
      specifier,
      imported,
      namespace,
    });
  }
  cell.text.remove(statement.start, statement.end);
}

/** In a worker too: there nothing knows what a cell calls a module. */
function replaceModule(cell: Rewriting, source: Node): void {
  const url = cell.modules.get(
    cell.tree.source.slice(source.start + 1, source.end - 1),
  );
  if (url === undefined || source.type !== "Literal") return;
  for (const text of [cell.text, cell.travelling])
    text.update(source.start, source.end, JSON.stringify(url));
}

function usedNames(
  { tree }: Rewriting,
  { specifiers }: ES.ImportDeclaration,
): string[] {
  return specifiers
    .filter(({ local }) => tree.declared.get(local.name)?.references.length)
    .map(importedName)
    .filter((name) => name !== "*");
}

function importedName(
  each: ES.ImportDeclaration["specifiers"][number],
): string {
  if (each.type === "ImportNamespaceSpecifier") return "*";
  if (each.type === "ImportDefaultSpecifier") return "default";
  return each.imported.type === "Identifier"
    ? each.imported.name
    : String(each.imported.value);
}

function readFromNamespace(
  cell: Rewriting,
  use: Reference,
  expression: string,
): void {
  const node = use.identifier as Node<ES.Identifier>;
  const place = cell.places.get(node);
  const parent = place?.parent;
  if (!parent || parent.type.startsWith("Export")) return;
  if (parent.type === "Property" && parent.shorthand)
    cell.text.appendLeft(node.end, `: ${expression}`);
  else if (
    (parent.type === "CallExpression" && place.key === "callee") ||
    parent.type === "TaggedTemplateExpression"
  )
    // Called through a comma, so that `this` inside is not the namespace.
    cell.text.update(node.start, node.end, `(0, ${expression})`);
  else cell.text.update(node.start, node.end, expression);
}

function rewriteDynamic(cell: Rewriting, node: Node): void {
  if (node.type === "ImportExpression") {
    cell.text.update(
      node.start,
      node.start + "import".length,
      "$romanesco.import",
    );
    replaceModule(cell, node.source as Node);
  }
  if (node.type === "MetaProperty" && node.meta.name === "import") {
    cell.text.update(node.start, node.end, "$romanesco.meta");
    cell.travelling.update(node.start, node.end, metaName);
    cell.metas.push(node);
  }
}
