import type { TSESTree } from "@typescript-eslint/types";
import type * as ES from "estree";
import type { Program } from "../cell/parse.ts";
import { walk } from "../cell/walk.ts";

/** A call whose result goes nowhere, by the name of what is called; of `input()` also one whose promise is used as text. */
export interface DroppedCall {
  name: string;
  offset: number;
  isMember: boolean;
}

/** More are not looked at: each costs the type checker a question. */
const most = 20;

export function findDroppedCalls(
  program: Program,
  code: string,
): DroppedCall[] {
  const found: DroppedCall[] = [];
  walk(program as unknown as ES.Node, (estree, above) => {
    const node = estree as unknown as TSESTree.Node;
    const parent = above as unknown as TSESTree.Node | undefined;
    if (node.type !== "CallExpression" || !parent) return;
    const called = calledBy(node);
    if (!called || found.length === most) return;
    if (parent.type === "ExpressionStatement") found.push(called);
    else if (called.name === "input" && !called.isMember)
      if (takesText(parent, code)) found.push(called);
  });
  return found;
}

function calledBy({
  callee,
}: TSESTree.CallExpression): DroppedCall | undefined {
  if (callee.type === "Identifier")
    return { name: callee.name, offset: callee.start, isMember: false };
  if (callee.type !== "MemberExpression") return undefined;
  const { object, property } = callee;
  if (property.type !== "Identifier") return undefined;
  if (object.type === "Identifier" && object.name === "console")
    return undefined;
  return { name: property.name, offset: property.start, isMember: true };
}

/** Whether what surrounds `input()` takes its promise for the answer. */
function takesText(parent: TSESTree.Node, code: string): boolean {
  switch (parent.type) {
    case "VariableDeclarator":
      return !isAwaitedLater(parent.id, code);
    case "AssignmentExpression":
      return !isAwaitedLater(parent.left, code);
    case "BinaryExpression":
    case "TemplateLiteral":
    case "UnaryExpression":
      return true;
    case "CallExpression":
      return (
        parent.callee.type === "Identifier" &&
        /^(Number|String|parseInt|parseFloat|BigInt)$/.test(parent.callee.name)
      );
    default:
      return false;
  }
}

/** Two questions may be asked at once, and awaited then. */
function isAwaitedLater({ start, end }: TSESTree.Node, code: string): boolean {
  const name = code.slice(start, end).replace(/:.*/s, "").trim();
  return !/^[\w$]+$/.test(name) ? true : awaits(name).test(code.slice(end));
}

function awaits(name: string): RegExp {
  const word = name.replaceAll("$", "\\$");
  return new RegExp(`\\bawait\\b[^;\\n]*\\b${word}\\b|\\b${word}\\.then\\b`);
}
