import type { Nesting } from "./nesting.ts";

/** The spaces that a line added to unfinished code should begin with. */
export function nextIndent(code: string, nesting: Nesting): string {
  // White space inside a template is part of its text.
  if (nesting.unfinished === "template") return "";
  const innermost = nesting.open.at(-1);
  const lastLine = code.trimEnd().split("\n").at(-1) ?? "";
  if (nesting.unfinished) return leadingSpace(lastLine);
  if (innermost) return lineIndent(code, innermost.offset) + unit(code);
  if (leadingSpace(lastLine) || isDecorator(lastLine))
    return leadingSpace(lastLine);
  return unit(code);
}

function lineIndent(code: string, offset: number): string {
  return leadingSpace(code.slice(code.lastIndexOf("\n", offset - 1) + 1));
}

function leadingSpace(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}

/** One step as this cell makes it: its first indented line, or two spaces. */
function unit(code: string): string {
  return /^(\t|(?: {2}){1,4}(?! ))(?=\S)/m.exec(code)?.[1] ?? "  ";
}

/** What follows a decorator stands under it. */
function isDecorator(line: string): boolean {
  return line.trimStart().startsWith("@");
}
