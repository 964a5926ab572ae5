import { plainCell } from "./html-table.ts";
import type { TableSource } from "./table-source.ts";

const mostRows = 10;
const mostColumns = 10;
const widest = 24;

/** The first rows and columns in lines, for values that say nothing readable of themselves. */
export function textTable(table: TableSource, name: string): string {
  const columns = table.columns.slice(0, mostColumns);
  const rows = Array.from(
    { length: Math.min(table.rowCount, mostRows) },
    (_, row) => columns.map((_, column) => short(table.cell(row, column))),
  );
  const lines = [columns.map((each) => cut(each)), ...rows];
  const widths = columns.map((_, column) =>
    Math.max(...lines.map((line) => line[column]!.length)),
  );
  const text = lines.map((line) =>
    line
      .map((each, column) => each.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
  const size = `${name}: ${table.rowCount} rows, ${table.columns.length} columns`;
  const left = table.rowCount - rows.length;
  return [size, ...text, ...(left > 0 ? [`... ${left} more rows`] : [])].join(
    "\n",
  );
}

function short(value: unknown): string {
  return cut(plainCell(value).replaceAll("\n", " "));
}

function cut(text: string): string {
  return text.length > widest ? `${text.slice(0, widest - 1)}…` : text;
}
