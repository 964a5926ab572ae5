import type * as ES from "estree";
import type { Reference } from "eslint-scope";
import type { FunctionFacts, SourceFacts } from "./compiled-cell.ts";
import { ownName } from "./own-names.ts";
import { positionOf, type Rewriting } from "./rewriting.ts";
import { isFunction, type Node, type SyntaxTree, walk } from "./syntax-tree.ts";

/**
 * Marks every function of the cell, so that it can be sent to a worker with what it captured:
 * `(x) => x + a` becomes `$mark((x) => x + a, 7, () => [a])`. Costs about 0.02 us when the function is created; the
 * arrow that reads the captured names runs only when the function is sent.
 */
export function tagFunctions(cell: Rewriting): void {
  // Inner functions first: where two end at one place, the inner mark closes first.
  for (const [node] of [...cell.places].reverse())
    if (isFunction(node)) markFunction(cell, node as Node<ES.Function>);
}

function markFunction(cell: Rewriting, node: Node<ES.Function>): void {
  const place = cell.places.get(node)!;
  const parent = place.parent;
  if (!parent) return markDeclaration(cell, node);
  switch (parent.type) {
    case "MethodDefinition":
    case "PropertyDefinition":
      return;
    case "Property":
      if (parent.method) return markMethod(cell, node, parent);
      if (parent.kind !== "init") return;
      if (place.key === "key") return wrap(cell, node, node);
      if (parent.computed) return wrapUnderKey(cell, node, parent);
      return wrap(cell, node, node, nameOfKey(parent));
    case "AssignmentPattern":
      return wrap(cell, node, node, identifierName(parent.left));
    case "AssignmentExpression":
      // One that may not assign must not mark what was there before.
      if (/^(&&|\|\||\?\?)=$/.test(parent.operator))
        return wrap(
          cell,
          node,
          node,
          identifierName(parent.left as ES.Pattern),
        );
      // Around the assignment, so that the function is still named after what it is assigned to.
      if (parent.left.type === "Identifier")
        return wrap(cell, node, parent, nameWhenRenamed(parent.left.name));
      return wrap(cell, node, node);
    case "VariableDeclarator":
      return markVariable(cell, node, parent as Node<ES.VariableDeclarator>);
    case "ExportDefaultDeclaration":
    case "ExportNamedDeclaration":
      return node.type === "FunctionDeclaration"
        ? markDeclaration(cell, node)
        : wrap(cell, node, node, "default");
  }
  if (node.type === "FunctionDeclaration") return markDeclaration(cell, node);
  wrap(cell, node, node);
}

/** `{ f() {} }` becomes `$mark.method({ f() {} }, "f", 7)`: nothing else can stand around a method. */
function markMethod(
  cell: Rewriting,
  node: Node<ES.Function>,
  property: ES.Property,
): void {
  const key = nameOfKey(property);
  // `super` means the object that the method was written in, which stays behind.
  if (key === undefined || usesThis(node.body, ["Super"])) return;
  const object = cell.places.get(property)!.parent!;
  const facts = describe(cell, node);
  const { start, end } = property as Node<ES.Property>;
  Object.assign(facts, { start, end, method: key });
  Object.assign(facts, positionOf(cell.tree.source, start));
  cell.text.prependRight(object.start, "$mark.method(");
  const name = JSON.stringify(key);
  cell.text.appendLeft(object.end, `, ${name}, ${argumentsOf(facts)})`);
}

/** At the cell's top level the declaration becomes an assignment, which the mark encloses; inside, the block starts with it. */
function markDeclaration(cell: Rewriting, node: Node<ES.Function>): void {
  if (node.type !== "FunctionDeclaration" || !node.id) return;
  const place = cell.places.get(node)!;
  const { parent } = place;
  if (!parent || parent.type.startsWith("Export")) {
    const facts = describe(cell, node);
    cell.declarations.push({
      kind: "function",
      name: node.id.name,
      id: facts.id,
    });
    return wrap(cell, node, node, nameWhenRenamed(node.id.name), facts);
  }
  if (parent.type === "BlockStatement") {
    const facts = describe(cell, node);
    cell.text.prependLeft(
      parent.start + 1,
      `$mark(${node.id.name}, ${argumentsOf(facts)});`,
    );
  }
}

function markVariable(
  cell: Rewriting,
  node: Node<ES.Function>,
  declarator: Node<ES.VariableDeclarator>,
): void {
  if (declarator.id.type !== "Identifier") return wrap(cell, node, node);
  const statement = cell.places.get(declarator)!.parent!;
  const above = cell.places.get(statement)!.parent;
  const becomesAssignment =
    !above ||
    above.type.startsWith("Export") ||
    (cell.places.get(statement)!.topLevel &&
      (statement as Node<ES.VariableDeclaration>).kind === "var");
  if (becomesAssignment)
    return wrap(cell, node, declarator, nameWhenRenamed(declarator.id.name));
  if (above.type !== "BlockStatement" && above.type !== "StaticBlock") return;
  const facts = describe(cell, node);
  cell.text.appendLeft(
    statement.end,
    `;$mark(${declarator.id.name}, ${argumentsOf(facts)});`,
  );
}

function wrap(
  cell: Rewriting,
  node: Node<ES.Function>,
  around: Node,
  name?: string,
  facts = describe(cell, node),
): void {
  const anonymous = node.type !== "FunctionExpression" || !node.id;
  const given = anonymous && name ? `, ${JSON.stringify(name)}` : "";
  // What `new` calls is the function, not the mark.
  const [open, close] = isHead(cell, around) ? ["(", ")"] : ["", ""];
  cell.text.prependRight(around.start, `${open}$mark(`);
  cell.text.appendLeft(around.end, `, ${argumentsOf(facts, given)})${close}`);
}

/** A function is named after a computed key, which is computed once. */
function wrapUnderKey(
  cell: Rewriting,
  node: Node<ES.Function>,
  { key }: ES.Property,
): void {
  const { start, end } = key as Node;
  cell.text.prependRight(start, "$mark.key(");
  cell.text.appendLeft(end, ")");
  const facts = describe(cell, node);
  const named = node.type === "FunctionExpression" && node.id;
  cell.text.prependRight(node.start, "$mark(");
  cell.text.appendLeft(
    node.end,
    `, ${argumentsOf(facts, named ? "" : ", $mark.lastName()")})`,
  );
}

/** Whether something is read from the expression, or it is called: in the end perhaps by `new`. */
function isHead(cell: Rewriting, node: Node): boolean {
  const { key } = cell.places.get(node)!;
  return key === "callee" || key === "object" || key === "tag";
}

function argumentsOf(facts: FunctionFacts, name = ""): string {
  const read = facts.captured.length
    ? `() => [${facts.captured.join(", ")}]`
    : "undefined";
  return name || facts.captured.length
    ? `${facts.id}, ${read}${name}`
    : String(facts.id);
}

/** A function takes its name from what it is assigned to, unless that is not the name in the cell. */
function nameWhenRenamed(name: string): string | undefined {
  return ownName(name) === name ? undefined : name;
}

function identifierName(pattern: ES.Pattern): string | undefined {
  return pattern.type === "Identifier" ? pattern.name : undefined;
}

function nameOfKey(property: ES.Property): string | undefined {
  if (property.computed) return undefined;
  const { key } = property;
  const name =
    key.type === "Identifier"
      ? key.name
      : key.type === "Literal"
        ? String(key.value)
        : undefined;
  // Sets the prototype, and names nothing.
  return name === "__proto__" && !property.method ? undefined : name;
}

function describe(cell: Rewriting, node: Node<ES.Function>): FunctionFacts {
  const uses = usesOf(cell.tree, node);
  const outer = uses.filter((use) => isTopLevelUse(cell.tree, use));
  const captured = uses.filter((use) => !isTopLevelUse(cell.tree, use));
  const facts: FunctionFacts = {
    id: cell.names.nextFunctionId(),
    ...sourceFacts(cell.tree, node, outer),
    captured: namesOf(captured),
    capturedWrites: namesOf(captured.filter((use) => use.isWrite())),
    lexicalThis: node.type === "ArrowFunctionExpression" && usesThis(node),
  };
  cell.functions.push(facts);
  return facts;
}

/** The facts of a top-level class. */
export function describeClass(
  tree: SyntaxTree,
  node: Node<ES.Class>,
): SourceFacts {
  return sourceFacts(tree, node, usesOf(tree, node));
}

function usesOf(tree: SyntaxTree, node: ES.Node): Reference[] {
  return (tree.scopeOf(node)?.through ?? []).filter(
    ({ identifier }) => identifier.name !== "arguments",
  );
}

function isTopLevelUse(tree: SyntaxTree, use: Reference): boolean {
  return !use.resolved || use.resolved.scope === tree.top;
}

function sourceFacts(
  tree: SyntaxTree,
  node: Node,
  uses: Reference[],
): SourceFacts {
  return {
    start: node.start,
    end: node.end,
    ...positionOf(tree.source, node.start),
    free: namesOf(uses),
    writes: namesOf(uses.filter((use) => use.isWrite())),
  };
}

function namesOf(uses: Reference[]): string[] {
  return [...new Set(uses.map(({ identifier }) => identifier.name))];
}

/** Whether it uses the `this` around it, or what else belongs to that. */
function usesThis(
  body: ES.Node,
  types = ["ThisExpression", "Super", "arguments"],
): boolean {
  let found = false;
  walk(body, (node) => {
    const type = isArguments(node) ? "arguments" : node.type;
    if (types.includes(type)) found = true;
    const opensThis =
      isFunction(node) && node.type !== "ArrowFunctionExpression";
    return (
      !opensThis && !/^Class(Body|Expression|Declaration)$/.test(node.type)
    );
  });
  return found;
}

function isArguments(node: ES.Node): boolean {
  return node.type === "Identifier" && node.name === "arguments";
}
