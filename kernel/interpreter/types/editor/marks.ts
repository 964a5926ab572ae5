import type * as lsp from "vscode-languageserver-protocol";
import type { Mark } from "../../editor.ts";
import { offsetIn, type CellDocument } from "../cell-document.ts";
import type { Diagnostic } from "../diagnostics.ts";
import { offsetAt } from "../positions.ts";

const unused = new Set([6133, 6138, 6192, 6196, 6198, 6199]);
const deprecated = new Set([6385, 6387]);

/** What is wrong in a cell, by indices of its text. */
export function toMarks(code: string, found: readonly Diagnostic[]): Mark[] {
  return found.map(({ line, column, length, related, ...one }) => {
    const from = offsetAt(code, { line: line - 1, character: column });
    return {
      from,
      to: Math.min(code.length, from + length),
      severity: one.severity,
      message: [one.message, ...related.map(({ message }) => message)].join(
        "\n",
      ),
      ...(/^TS\d/.test(one.code) && { code: one.code }),
    };
  });
}

/** Names that nothing uses, and those that one should use no more. */
export function toHints(
  cell: CellDocument,
  items: readonly lsp.Diagnostic[],
): Mark[] {
  return items.flatMap(({ severity, code, range, message }): Mark[] => {
    const number = Number(code);
    const tag = unused.has(number)
      ? "unused"
      : deprecated.has(number) && "deprecated";
    if (severity !== 4 || !tag || typeof message !== "string") return [];
    const from = offsetIn(cell, range.start);
    const to = offsetIn(cell, range.end);
    // What is below the cell, or above it, is ours.
    if (from < 0 || to > cell.code.length) return [];
    return [{ from, to, severity: "hint", message, tag }];
  });
}
