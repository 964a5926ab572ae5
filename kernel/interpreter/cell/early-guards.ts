import type { Reference } from "eslint-scope";
import type * as ES from "estree";
import { isShorthand, ownName } from "./own-names.ts";
import type { Rewriting } from "./rewriting.ts";
import type { Node } from "./syntax-tree.ts";

/**
 * Makes the uses that may come before the line of a `let`, `const` or class throw as they do in a module: they go through
 * accessors of the cell, which look at whether it has come to that line. Functions of earlier cells see the old value until then.
 *
 *     f(); const k = 1; function f() { return k; }
 *     f(); k = 1, $came_k = true; f = function () { return ($came_k ? k : $early.k); }
 */
export function guardEarlyUses(cell: Rewriting): void {
  const constants = new Set(
    cell.declarations.flatMap((each) =>
      each.kind === "variable" && each.constant ? [each.name] : [],
    ),
  );
  for (const [name, uses] of cell.earlyUses) {
    for (const use of uses) guard(cell, use, constants.has(name));
    for (const node of cell.tree.declared.get(name)!.identifiers)
      noteInPattern(cell, node as Node<ES.Identifier>);
  }
}

function guard(cell: Rewriting, use: Reference, constant: boolean): void {
  const node = use.identifier as Node<ES.Identifier>;
  const { parent, key } = cell.places.get(node)!;
  if (parent?.type === "ExportSpecifier") return;
  if (
    parent?.type === "AssignmentExpression" &&
    key === "left" &&
    parent.operator === "="
  )
    return guardAssignment(cell, parent, node.name);
  // In a pattern a constant has been replaced by a place that throws.
  if (constant && use.isWriteOnly()) return;
  const early = `$early.${node.name}`;
  // In a hot loop an accessor takes seven times as long as the flag.
  const read = `($came_${node.name} ? ${ownName(node.name)} : ${early})`;
  replace(cell, node, use.isReadOnly() ? read : early);
}

/** Around the assignment, so that a function is still named after what it is assigned to. */
function guardAssignment(cell: Rewriting, { start, end }: Node, name: string) {
  cell.text.prependRight(start, `($early.${name}, `);
  cell.text.appendLeft(end, ")");
}

/** `const { a, b = f() } = o`: `a` is there when `f` is called. */
function noteInPattern(cell: Rewriting, node: Node<ES.Identifier>): void {
  const { parent } = cell.places.get(node)!;
  if (!/^(VariableDeclarator|ClassDeclaration)$/.test(parent!.type))
    replace(cell, node, `$came.${node.name}`);
}

function replace(cell: Rewriting, node: Node<ES.Identifier>, text: string) {
  cell.text.update(
    node.start,
    node.end,
    isShorthand(cell, node) ? `${node.name}: ${text}` : text,
  );
}

/** What the declaration adds once the name has its value. */
export function cameTo(cell: Rewriting, name: string): string[] {
  return cell.earlyUses.has(name) ? [`$came_${name} = true`] : [];
}

/** The texts before and behind the cell's code, and for when it fails: what is left of it then reads what there is. */
export function earlyFrame({ earlyUses }: Rewriting) {
  const names = [...earlyUses.keys()];
  if (!names.length) return { before: "", failed: "", behind: "" };
  const flags = names.map((name) => `$came_${name}`);
  return {
    before: `let ${flags.map((flag) => `${flag} = false`).join(", ")}; const $early = $accessors(), $came = $notes(); `,
    failed: `${flags.join(" = ")} = true; `,
    // On the last line, whose frames no stack shows.
    behind:
      ` function $accessors() { return { ${names.map(earlyAccessors).join(", ")} }; }` +
      ` function $notes() { return { ${names.map(noteAccessor).join(", ")} }; }`,
  };
}

/** The inner `let` of the cell's own name throws the error of the language. */
function earlyAccessors(name: string): string {
  const check = `if (!$came_${name}) { ${name}; let ${name}; }`;
  return (
    `get ${name}() { ${check} return ${ownName(name)}; }, ` +
    `set ${name}($new) { ${check} ${ownName(name)} = $new; }`
  );
}

function noteAccessor(name: string): string {
  return `set ${name}($new) { ${ownName(name)} = $new; $came_${name} = true; }`;
}
