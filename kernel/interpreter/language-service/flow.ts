import type { Reference, Scope } from "@typescript-eslint/scope-manager";
import type { Program, Statement } from "oxc-parser";

/** What a cell does to a variable, as far as it may change what is known of its type. */
export interface Flow {
  /** Code outside of functions assigns it. */
  assigned: boolean;
  /** A function assigns it, whenever that is called. */
  assignedLater: boolean;
  /** Code outside of functions may tell more of its type: a condition, an assertion. */
  tested: boolean;
}

/** @param module the scope of the cell's top level */
export function flowOf(
  references: Reference[],
  module: Scope | undefined,
  program: Program,
): Flow {
  const now = references.filter(({ from }) => from.variableScope === module);
  return {
    assigned: now.some((one) => one.isWrite() && !one.init),
    assignedLater: references.some(
      (one) => one.isWrite() && one.from.variableScope !== module,
    ),
    tested: now.some(({ identifier }) =>
      program.body.some(
        (statement) =>
          contains(statement, identifier.range) && tells(statement),
      ),
    ),
  };
}

function contains(
  { start, end }: Statement,
  [from, to]: [number, number],
): boolean {
  return start <= from && to <= end;
}

/** Whether more may be known of a type below this statement than above it. */
function tells(statement: Statement): boolean {
  if (statement.type !== "ExpressionStatement")
    return !/Declaration$|^(Throw|Empty)Statement$/.test(statement.type);
  const { expression } = statement;
  switch (expression.type) {
    case "LogicalExpression":
    case "ConditionalExpression":
      return true;
    case "CallExpression":
      return !showing.test(rootOf(expression.callee));
    default:
      return false;
  }
}

/** What most cells end in, and no assertion. */
const showing = /^(console|display|updateDisplay)$/;

function rootOf(callee: { type: string }): string {
  let node = callee as { type: string; object?: typeof callee; name?: string };
  while (node.object) node = node.object as typeof node;
  return node.name ?? "";
}
