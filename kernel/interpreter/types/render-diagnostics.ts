import type { Diagnostic } from "./diagnostics.ts";

/**
 * Diagnostics as text lines, each with its source line and a caret:
 *
 *     cell [3]:2:7 - error TS2322: Type 'string' is not assignable to type 'number'.
 *     2 | const x: number = "a";
 *       |       ^
 *
 * @param cell the number beside the cell, if it has one
 */
export function renderDiagnostics(
  code: string,
  diagnostics: Diagnostic[],
  cell?: number,
): string[] {
  const source = code.split("\n");
  return diagnostics.flatMap((diagnostic, index) => [
    ...(index > 0 ? [""] : []),
    ...renderDiagnostic(source, diagnostic, cell),
  ]);
}

/** The first of some warnings as one line, with the count of the others. */
export function summarizeWarnings(
  [first, ...others]: [Diagnostic, ...Diagnostic[]],
  cell?: number,
): string {
  const more = others.length ? ` (and ${others.length} more)` : "";
  const [message] = first.message.split("\n");
  return `${place(first, cell)} - warning ${first.code}: ${message}${more}`;
}

function place({ line, column }: Diagnostic, cell: number | undefined): string {
  return `cell [${cell ?? " "}]:${line}:${column + 1}`;
}

function renderDiagnostic(
  source: string[],
  diagnostic: Diagnostic,
  cell: number | undefined,
): string[] {
  const { code, message, severity, line, column, length, related } = diagnostic;
  const text = source[line - 1] ?? "";
  const number = String(line);
  return [
    ...`${place(diagnostic, cell)} - ${severity} ${code}: ${message}`.split(
      "\n",
    ),
    `${number} | ${text}`,
    `${" ".repeat(number.length)} | ${blank(text.slice(0, column))}${"^".repeat(length)}`,
    ...related.map((note) =>
      note.line ? `  line ${note.line}: ${note.message}` : `  ${note.message}`,
    ),
  ];
}

/** White space as wide as the text; tabs stay tabs, so the caret stands right whatever their width. */
function blank(text: string): string {
  return text.replace(/[^\t]/g, " ");
}
