import { stripVTControlCharacters } from "node:util";
import { isLocked, isTask } from "../format/grade-metadata.ts";
import type { Cell, Notebook, Output } from "../format/notebook.ts";
import { cutRegions } from "../format/regions.ts";

/** Stands in place of a line that quotes a hidden test. */
const hidden = "(a hidden test)";

/**
 * A graded notebook as students may see it: without hidden tests and mark schemes, and without the lines of outputs that
 * quote them.
 * @returns also what does the same to other texts
 */
export function hideSecrets(notebook: Notebook): {
  notebook: Notebook;
  hide: (text: string) => string;
} {
  const secrets = new Set<string>();
  const cut = notebook.cells.map((cell) => {
    const source = cutSecrets(cell);
    if (source === cell.source) return cell;
    const kept = new Set(source.split("\n").map((line) => line.trim()));
    for (const line of cell.source.split("\n"))
      if (isTelling(line) && !kept.has(line.trim()))
        secrets.add(line.trim().replace(/[;,]+$/, ""));
    return { ...cell, source, attachments: undefined };
  });
  const hide = (text: string) => hideLines(text, secrets);
  const cells = cut.map((cell) => hideOutputs(cell, hide));
  return { notebook: { ...notebook, cells }, hide };
}

function cutSecrets(cell: Cell): string {
  // What a student's own cell says is no secret.
  if (!isLocked(cell) && !isTask(cell)) return cell.source;
  const { source } = cutRegions(cell, "HIDDEN TESTS");
  return isTask(cell)
    ? cutRegions({ ...cell, source }, "MARK SCHEME").source
    : source;
}

/** Brackets alone are no secret. */
const isTelling = (line: string): boolean => /\w.*\w.*\w/.test(line);

function hideLines(text: string, secrets: ReadonlySet<string>): string {
  if (secrets.size === 0) return text;
  const lines = text.split("\n");
  const quotes = (line: string) =>
    [...secrets].some((secret) =>
      stripVTControlCharacters(line).includes(secret),
    );
  return lines.map((line) => (quotes(line) ? hidden : line)).join("\n");
}

function hideOutputs(cell: Cell, hide: (text: string) => string): Cell {
  if (!cell.outputs) return cell;
  const outputs = cell.outputs.map((output): Output => {
    if (output.output_type === "stream")
      return { ...output, text: hide(output.text) };
    if (output.output_type !== "error") return output;
    const { ename, evalue, traceback } = output;
    return {
      ...{ output_type: "error", ename },
      evalue: hide(evalue),
      traceback: traceback.map(hide),
    };
  });
  return { ...cell, outputs };
}
