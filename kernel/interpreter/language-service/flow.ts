import type { Reference, Scope } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import type { Program } from "../cell/parse.ts";

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
      tells(statementAt(program.body, identifier.range[0])),
    ),
  };
}

/** The statement of the top level in which an index is. */
function statementAt(
  statements: TSESTree.ProgramStatement[],
  index: number,
): TSESTree.ProgramStatement {
  let low = 0;
  let high = statements.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (statements[middle]!.start <= index) low = middle;
    else high = middle;
  }
  return statements[low]!;
}

/** Whether more may be known of a type below this statement than above it. */
function tells(statement: TSESTree.ProgramStatement): boolean {
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
