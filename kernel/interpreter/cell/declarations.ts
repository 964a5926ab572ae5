import type * as ES from "estree";
import { cameTo } from "./early-guards.ts";
import { describeClass } from "./function-tags.ts";
import { openPrivateState } from "./private-state.ts";
import { isShorthand, ownName } from "./own-names.ts";
import { lastValue } from "./last-expression.ts";
import { isListed, type Rewriting } from "./rewriting.ts";
import { addTopLevelValues, isUsing } from "./using.ts";
import { boundNames, isFunction, type Node } from "./syntax-tree.ts";

/**
 * Turns top-level declarations into assignments to script-scope `let`s, which later cells share at native speed and
 * may declare again, in any form.
 */
export function rewriteDeclarations(cell: Rewriting): void {
  for (const statement of cell.tree.body) rewriteStatement(cell, statement);
  for (const [node, { topLevel, parent }] of cell.places)
    if (
      topLevel &&
      parent &&
      node.type === "VariableDeclaration" &&
      node.kind === "var" &&
      !parent.type.startsWith("Export")
    )
      assignVariables(cell, node as Node<ES.VariableDeclaration>);
  guardConstants(cell);
}

function rewriteStatement(cell: Rewriting, statement: Node): void {
  switch (statement.type) {
    case "VariableDeclaration":
      return assignVariables(cell, statement);
    case "FunctionDeclaration":
      return assignFunction(cell, statement);
    case "ClassDeclaration":
      return assignClass(cell, statement);
    case "ExportNamedDeclaration": {
      const declaration = statement.declaration as Node | null | undefined;
      if (!declaration)
        return void cell.text.remove(statement.start, statement.end);
      cell.text.remove(statement.start, declaration.start);
      return rewriteStatement(cell, declaration);
    }
    case "ExportDefaultDeclaration": {
      const declaration = statement.declaration as Node;
      if (
        "id" in declaration &&
        declaration.id &&
        declaration.type.endsWith("Declaration")
      ) {
        cell.text.remove(statement.start, declaration.start);
        return rewriteStatement(cell, declaration);
      }
      return keepValue(cell, statement);
    }
    case "ExportAllDeclaration":
      cell.text.remove(statement.start, statement.end);
  }
}

/**
 * `export default` before an expression, which may stand in parentheses, or before a nameless function or class, which
 * is named "default".
 */
function keepValue(
  cell: Rewriting,
  statement: Node<ES.ExportDefaultDeclaration>,
): void {
  const { source } = cell.tree;
  const text = source.slice(statement.start, statement.end);
  const [head] = /^export(\s|\/\*[^]*?\*\/|\/\/.*)*default/.exec(text)!;
  const { declaration } = statement;
  const [open, close] =
    declaration.type.startsWith("Class") && !(declaration as ES.Class).id
      ? ["({ default: ", "}).default"]
      : ["(", ")"];
  cell.text.update(statement.start, statement.start + head.length, open);
  // The value of the last statement comes behind what makes it the value of the cell.
  if (lastValue(cell) !== statement)
    cell.text.prependRight(statement.start, ";");
  // A declaration ends by itself, and an expression goes on into what follows.
  const ended = declaration.type.endsWith("Declaration") ? ";" : "";
  const end = statement.end - (text.endsWith(";") ? 1 : 0);
  cell.text.appendLeft(end, close + ended);
}

function assignVariables(
  cell: Rewriting,
  statement: Node<ES.VariableDeclaration>,
): void {
  const { text } = cell;
  if (isUsing(statement)) addTopLevelValues(cell, statement);
  const first = statement.declarations[0] as Node<ES.VariableDeclarator>;
  const last = statement.declarations.at(-1) as Node<ES.VariableDeclarator>;
  for (const { id } of statement.declarations)
    for (const name of boundNames(id))
      cell.declarations.push({
        kind: "variable",
        name,
        constant: statement.kind === "const" || isUsing(statement),
      });

  const place = cell.places.get(statement)!;
  const loopHead = place.key === "left" || place.key === "init";
  const head = isListed(place) ? ";(" : "(";
  text.update(statement.start, first.start, loopHead ? "" : head);
  if (place.key === "left") return;
  for (const each of statement.declarations as Node<ES.VariableDeclarator>[]) {
    const names = boundNames(each.id);
    if (!each.init && statement.kind !== "var")
      text.appendLeft(each.end, " = undefined");
    // An enum declared again starts empty, rather than growing on the earlier cell's.
    if (each.init && mergesWith(each.init, names[0]))
      text.prependRight(each.start, `${ownName(names[0]!)} = undefined, `);
    if (each.id.type === "Identifier")
      for (const note of cameTo(cell, each.id.name))
        text.appendLeft(each.end, `, ${note}`);
  }
  if (loopHead) return;
  text.appendLeft(last.end, ")");
  if (cell.tree.source[statement.end - 1] !== ";")
    text.appendLeft(statement.end, ";");
}

/** `function (E) { ... }(E || {})`, which is how an enum or namespace comes out of the type stripper. */
function mergesWith(init: ES.Expression, name: string | undefined): boolean {
  if (init.type !== "CallExpression" || !isFunction(init.callee as ES.Node))
    return false;
  const argument = init.arguments[0];
  return (
    argument?.type === "LogicalExpression" &&
    argument.operator === "||" &&
    argument.left.type === "Identifier" &&
    argument.left.name === name
  );
}

/** Hoisted, and without a name of its own: inner calls go to whatever the top-level name holds, e.g. a memoised version. */
function assignFunction(
  cell: Rewriting,
  statement: Node<ES.FunctionDeclaration>,
): void {
  const id = statement.id as Node<ES.Identifier>;
  const head = cell.tree.source.slice(statement.start, id.start);
  cell.text.update(statement.start, id.end, `${ownName(id.name)} = ${head}`);
  cell.text.appendLeft(statement.end, ";\n");
  if (statement.start !== 0) cell.text.move(statement.start, statement.end, 0);
}

function assignClass(
  cell: Rewriting,
  statement: Node<ES.ClassDeclaration>,
): void {
  cell.declarations.push({
    kind: "class",
    name: statement.id.name,
    facts: describeClass(cell.tree, statement),
  });
  openPrivateState(cell, statement);
  cell.text.prependRight(statement.start, `;${ownName(statement.id.name)} = `);
  const notes = cameTo(cell, statement.id.name).map((note) => `${note};`);
  cell.text.appendLeft(statement.end, [";", ...notes].join(" "));
}

/** Script-scope `let`s would let a constant change: make the assignment throw as it does in a module. */
function guardConstants(cell: Rewriting): void {
  const constants = new Set(cell.names.constants);
  for (const each of cell.declarations)
    if (each.kind === "variable" && each.constant) constants.add(each.name);
    else constants.delete(each.name);
  const uses = [...cell.tree.free];
  for (const [name, variable] of cell.tree.declared)
    if (constants.has(name)) uses.push(...variable.references);
  for (const use of uses) {
    if (!use.isWrite() || use.init || !constants.has(use.identifier.name))
      continue;
    const { parent, key } = cell.places.get(use.identifier as ES.Node)!;
    if (!isPlainAssignment(parent, key)) {
      refuseInPattern(cell, use.identifier as Node<ES.Identifier>);
      continue;
    }
    const name = JSON.stringify(use.identifier.name);
    cell.text.prependRight(
      parent!.start,
      `($romanesco.assignConstant(${name}), `,
    );
    cell.text.appendLeft(parent!.end, ")");
  }
}

function isPlainAssignment(parent: ES.Node | undefined, key: string): boolean {
  return (
    (parent?.type === "AssignmentExpression" && key === "left") ||
    parent?.type === "UpdateExpression"
  );
}

/** `[c] = list`, `({ c } = object)`, `for (c of list)`: the place of the constant is one that throws when it is set. */
function refuseInPattern(cell: Rewriting, node: Node<ES.Identifier>): void {
  const place = `$romanesco.constants.${node.name}`;
  cell.text.update(
    node.start,
    node.end,
    isShorthand(cell, node) ? `${node.name}: ${place}` : place,
  );
}
