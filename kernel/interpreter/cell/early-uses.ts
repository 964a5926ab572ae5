import type { Reference, Variable } from "eslint-scope";
import type * as ES from "estree";
import { isFunction, type Node, type SyntaxTree } from "./syntax-tree.ts";

/** What a top-level function or class does when it is called, which is not before the cell first names it. */
interface Unit {
  name: string;
  start: number;
  end: number;
}

/**
 * The uses of `let`, `const` and class names that may run before the line that declares them, by name: those that stand
 * before it, and those in functions and classes that the text names before it. The others keep their native speed.
 */
export function findEarlyUses(tree: SyntaxTree): Map<string, Reference[]> {
  const units = tree.body.flatMap((each) => unitsIn(each));
  const firstNamed = findFirstNamed(tree, units);
  const found = new Map<string, Reference[]>();
  for (const [name, variable] of tree.declared) {
    const line = endOfDeclaration(variable);
    if (line === undefined) continue;
    const early = usesOf(variable).filter((use) => {
      const start = startOf(use);
      const unit = unitAt(units, start);
      return (unit ? (firstNamed.get(unit.name) ?? Infinity) : start) < line;
    });
    if (early.length) found.set(name, early);
  }
  return found;
}

/** All but the declaration's own assignment. */
function usesOf({ references }: Variable): Reference[] {
  return references.filter(({ init }) => !init);
}

function startOf({ identifier }: Reference): number {
  return (identifier as Node<ES.Identifier>).start;
}

/** Where the name has its value, for those that have none before. */
function endOfDeclaration({ defs }: Variable): number | undefined {
  for (const def of defs) {
    if (def.type === "ClassName") return (def.node as Node).end;
    if (def.type === "Variable" && def.parent?.kind !== "var")
      return (def.node as Node).end;
  }
  return undefined;
}

/** In the order of the text; none overlap. */
function unitsIn(statement: Node): Unit[] {
  switch (statement.type) {
    case "ExportNamedDeclaration":
    case "ExportDefaultDeclaration":
      return statement.declaration
        ? unitsIn(statement.declaration as Node)
        : [];
    case "FunctionDeclaration":
    case "ClassDeclaration":
      return statement.id ? partsOf(statement.id.name, statement) : [];
    case "VariableDeclaration":
      return statement.declarations.flatMap(({ id, init }) =>
        id.type === "Identifier" && init ? partsOf(id.name, init as Node) : [],
      );
    default:
      return [];
  }
}

function partsOf(name: string, node: Node): Unit[] {
  if (isFunction(node)) return [{ name, start: node.start, end: node.end }];
  if (node.type !== "ClassDeclaration" && node.type !== "ClassExpression")
    return [];
  return node.body.body.flatMap((member) => {
    const isLater =
      member.type === "MethodDefinition" ||
      (member.type === "PropertyDefinition" && !member.static);
    if (!isLater || !member.value) return [];
    const { start, end } = member.value as Node;
    return [{ name, start, end }];
  });
}

function unitAt(units: Unit[], offset: number): Unit | undefined {
  let low = 0;
  let high = units.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (units[middle]!.end <= offset) low = middle + 1;
    else high = middle;
  }
  const unit = units[low];
  return unit && unit.start <= offset ? unit : undefined;
}

/** Where the running text first names each function and class, itself or through others that it names. */
function findFirstNamed(
  { declared }: SyntaxTree,
  units: Unit[],
): Map<string, number> {
  const byText: [offset: number, name: string][] = [];
  const namedIn = new Map<string, Set<string>>();
  for (const name of new Set(units.map((unit) => unit.name)))
    for (const use of usesOf(declared.get(name)!)) {
      const inside = unitAt(units, startOf(use))?.name;
      if (inside === undefined) byText.push([startOf(use), name]);
      else if (namedIn.has(inside)) namedIn.get(inside)!.add(name);
      else namedIn.set(inside, new Set([name]));
    }
  const first = new Map<string, number>();
  for (const [offset, name] of byText.sort(([a], [b]) => a - b)) {
    const pending = [name];
    for (let next = pending.pop(); next; next = pending.pop()) {
      if (first.has(next)) continue;
      first.set(next, offset);
      pending.push(...(namedIn.get(next) ?? []));
    }
  }
  return first;
}
