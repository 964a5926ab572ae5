import type { Reference, Scope } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import type { Program } from "../cell/parse.ts";
import { type Chain, findChains } from "./paths.ts";

/** What a cell does to a place, as far as it may change what is known of its type. */
export interface MemberFlow {
  /** Code outside of functions assigns it. */
  assigned: boolean;
  /** A function assigns it, whenever that is called. */
  assignedLater: boolean;
  /** Code outside of functions may tell more of its type: a condition, an assertion. */
  tested: boolean;
}

/** The same of variables, with that of the members by which it reaches into them. */
export interface Flow extends MemberFlow {
  /** By path, e.g. `.customer.name`. */
  members: Map<string, MemberFlow>;
}

/** Reads what a cell does to its variables. */
export class Flows {
  readonly #chains: Map<object, Chain>;

  readonly #program: Program;
  readonly #module: Scope | undefined;

  /** @param module the scope of the cell's top level */
  constructor(program: Program, module: Scope | undefined) {
    this.#program = program;
    this.#module = module;

    this.#chains = findChains(program);
  }

  of(references: Reference[]): Flow {
    const flow: Flow = { ...nothing, members: new Map() };
    for (const one of references) {
      const { identifier, from } = one;
      const later = from.variableScope !== this.#module;
      const statement = later
        ? undefined
        : statementAt(this.#program.body, identifier.range[0]);
      const chain = this.#chains.get(identifier);
      note(flow, one.isWrite() && !one.init, later, tells(statement));
      const tested = inTest(statement, identifier);
      for (const path of chain?.paths ?? []) {
        const member = flow.members.get(path) ?? { ...nothing };
        const assigned = chain!.assigned && path === chain!.paths.at(-1);
        note(member, assigned, later, tested);
        flow.members.set(path, member);
      }
    }
    return flow;
  }
}

const nothing: MemberFlow = {
  assigned: false,
  assignedLater: false,
  tested: false,
};

function note(
  flow: MemberFlow,
  assigned: boolean,
  later: boolean,
  tested: boolean,
): void {
  if (later) flow.assignedLater ||= assigned;
  else {
    flow.assigned ||= assigned;
    flow.tested ||= tested;
  }
}

/** Whether a statement of the top level tells more of what is at an index, to what comes after it. */
function inTest(
  statement: TSESTree.ProgramStatement | undefined,
  { range: [index] }: Reference["identifier"],
): boolean {
  switch (statement?.type) {
    case "IfStatement":
    case "WhileStatement":
    case "DoWhileStatement":
      return statement.test.start <= index && index < statement.test.end;
    case "ExpressionStatement":
      return tells(statement) && !isCalled(statement.expression, index);
    default:
      return false;
  }
}

/** Assertions tell of what they are given. */
function isCalled(expression: TSESTree.Expression, index: number): boolean {
  return expression.type === "CallExpression" && index < expression.callee.end;
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
function tells(statement: TSESTree.ProgramStatement | undefined): boolean {
  if (!statement) return false;
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
