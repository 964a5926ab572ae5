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

function renderDiagnostic(
  source: string[],
  { code, message, severity, line, column, length, related }: Diagnostic,
  cell: number | undefined,
): string[] {
  const text = source[line - 1] ?? "";
  const number = String(line);
  const place = `cell [${cell ?? " "}]:${line}:${column + 1}`;
  return [
    ...`${place} - ${severity} ${code}: ${message}`.split("\n"),
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
