import { escapeHtml } from "../../lib/escape-html.ts";
import { inspect, types } from "node:util";
import { absent, fromEntries, type TableSource } from "./table-source.ts";

/** Rows and columns beyond these are counted, not shown. */
export const mostRows = 50;
const mostColumns = 20;
const mostCellCharacters = 200;

/** What `console.table` shows: any rows of records, arrays or plain values, and only the columns asked for. */
export function consoleTable(
  data: unknown,
  columns?: readonly string[],
): string | undefined {
  if (typeof data !== "object" || data === null || types.isProxy(data))
    return undefined;
  const entries: [string, unknown][] = types.isMap(data)
    ? [...data].map(([key, each]) => [plainCell(key), each])
    : types.isSet(data)
      ? [...data].map((each, index) => [String(index), each])
      : Object.entries(data);
  return renderTable(
    fromEntries(
      "(index)",
      entries.length,
      (row) => entries[row]![0],
      (row) => entries[row]![1],
      columns,
    ),
  );
}

/** The first rows and columns. */
export function renderTable(table: TableSource): string {
  const { corner, columns, rowCount } = table;
  const shown = columns.slice(0, mostColumns);
  const head = [corner, ...shown].map(headCell).join("");
  const rows = Array.from(
    { length: Math.min(rowCount, mostRows) },
    (_, row) => {
      const cells = shown.map((_, column) =>
        tableCell(table.cell(row, column)),
      );
      return `<tr><th>${escapeHtml(table.key(row))}</th>${cells.join("")}</tr>`;
    },
  );
  const left = [
    rowCount > rows.length && `${rowCount - rows.length} more rows`,
    columns.length > shown.length &&
      `${columns.length - shown.length} more columns`,
  ].filter(Boolean);
  const note = left.length ? `\n<p>… and ${left.join(", ")}</p>` : "";
  return `<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${rows.join("\n")}\n</tbody>\n</table>${note}`;
}

/** A head without words would be read out as one that says nothing. */
function headCell(name: string): string {
  return name === "" ? "<td></td>" : `<th>${escapeHtml(name)}</th>`;
}

/** Numbers stand to the right, one below the other, and all else to the left: style sheets of front ends differ. */
function tableCell(value: unknown): string {
  const side =
    typeof value === "number" || typeof value === "bigint" ? "right" : "left";
  return `<td style="text-align: ${side}">${escapeHtml(plainCell(value))}</td>`;
}

/** A number as a reader of a table takes it in: whole ones as they are, others with six digits. */
function shortNumber(value: number): string {
  if (Number.isInteger(value) || !Number.isFinite(value)) return inspect(value);
  return String(Number(value.toPrecision(6)));
}

/** A cell in words. */
export function plainCell(value: unknown): string {
  if (value === absent) return "";
  if (typeof value === "number") return shortNumber(value);
  const text =
    typeof value === "string"
      ? value
      : inspect(value, { depth: 1, breakLength: Infinity, maxArrayLength: 10 });
  return text.length > mostCellCharacters
    ? `${text.slice(0, mostCellCharacters)}…`
    : text;
}
