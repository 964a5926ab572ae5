import type { Cell, Notebook, Output } from "./notebook.ts";

/** The notebook's file as nbformat writes it: keys in order, one space of indent, texts as lists of lines. */
export function writeNotebook(notebook: Notebook): string {
  const lines = { ...notebook, cells: notebook.cells.map(splitCell) };
  return `${JSON.stringify(sortKeys(lines), null, 1)}\n`;
}

function splitCell(cell: Cell): object {
  const split = { ...cell, source: splitLines(cell.source) };
  return cell.outputs
    ? { ...split, outputs: cell.outputs.map(splitOutput) }
    : split;
}

function splitOutput(output: Output): object {
  if (output.output_type === "stream")
    return { ...output, text: splitLines(output.text) };
  if (!("data" in output)) return output;
  const data = Object.entries(output.data).map(([mime, value]) => [
    mime,
    typeof value === "string" && !mime.endsWith("json")
      ? splitLines(value)
      : value,
  ]);
  return { ...output, data: Object.fromEntries(data) as unknown };
}

/** Python's `str.splitlines(keepends=True)`, which knows more ends of lines than JavaScript. */
export function splitLines(text: string): string[] {
  return (
    text.match(
      // eslint-disable-next-line no-control-regex
      /[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])|[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+$/g,
    ) ?? []
  );
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    entries.map(([key, each]) => [key, sortKeys(each)]),
  );
}
