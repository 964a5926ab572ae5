import type { Source } from "./sources.ts";

interface FunctionSize {
  file: string;
  /** Where it begins. */
  line: number;
  lines: number;
}

/** Functions, methods and arrow functions, nested ones too. */
export function findFunctions({ file, program }: Source): FunctionSize[] {
  return [...walk(program)]
    .filter(isFunction)
    .map(({ loc: { start, end } }) => ({
      file,
      line: start.line,
      lines: end.line - start.line + 1,
    }));
}

/** Members with the keyword `private`, but for constructors. */
export function findPrivate({ program }: Source): Node[] {
  return [...walk(program)].filter(
    ({ accessibility, kind }) =>
      accessibility === "private" && kind !== "constructor",
  );
}

interface Node {
  type: string;
  kind?: string;
  accessibility?: string;
  loc: { start: { line: number }; end: { line: number } };
  body?: unknown;
}

function* walk(node: unknown): Generator<Node> {
  if (typeof node !== "object" || node === null) return;
  yield node as Node;
  for (const [key, value] of Object.entries(node))
    if (key !== "loc" && !key.endsWith("Comments")) yield* walk(value);
}

/** With a body: what only declares one has no length. */
function isFunction({ type, body }: Node): boolean {
  return (
    body !== undefined &&
    /^(Function|Arrow|ObjectMethod|Class(Private)?Method)/.test(type)
  );
}
