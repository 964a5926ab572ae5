import { parseCell } from "./parse.ts";

/**
 * The cell with parentheses when it is one `{...}` that parses as an object: people type JSON into cells, and every console
 * takes `{ a: 1 }` for an object there, though as a program it is a block with a label.
 */
export function objectCell(code: string): string {
  const start = code.indexOf("{");
  const end = code.lastIndexOf("}") + 1;
  const wrapped = `${code.slice(0, start)}(${code.slice(start, end)})${code.slice(end)}`;
  const [statement, ...others] = parseCell(wrapped).program?.body ?? [];
  return others.length === 0 &&
    statement?.type === "ExpressionStatement" &&
    statement.expression.type === "ObjectExpression"
    ? wrapped
    : code;
}
