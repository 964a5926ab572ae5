import { escapeHtml } from "../../lib/escape-html.ts";
import { inspect, types } from "node:util";
import { isPlainObject } from "./plain-object.ts";

/** Rows and columns beyond these are counted, not shown. */
const mostRows = 50;
const mostColumns = 20;
const mostCellCharacters = 200;

interface Table {
  /** What stands above the first column: the row's index or key. */
  corner: string;
  columns: string[];
  rows: { key: string; cells: unknown[] }[];
  rowCount: number;
  columnCount: number;
}

/**
 * An array of records, a Map or a typed array as an HTML table; undefined for values that read better as text.
 * Large ones are cut, with a note that says how much is left out.
 */
export function htmlTable(value: unknown): string | undefined {
  const table = toTable(value);
  return table && render(table);
}

/** What `console.table` shows: any rows of records, arrays or plain values, and only the columns asked for. */
export function consoleTable(
  data: unknown,
  columns?: readonly string[],
): string | undefined {
  if (typeof data !== "object" || data === null || types.isProxy(data))
    return undefined;
  const entries: [string, unknown][] = types.isMap(data)
    ? [...data].map(([key, each]) => [plain(key), each])
    : types.isSet(data)
      ? [...data].map((each, index) => [String(index), each])
      : Object.entries(data);
  return render(fromEntries("(index)", entries, columns));
}

function toTable(value: unknown): Table | undefined {
  if (Array.isArray(value)) {
    if (value.length < 2 || !value.every(isRecord)) return undefined;
    return fromEntries(
      "",
      value.map((each, index): [string, unknown] => [String(index), each]),
    );
  }
  if (types.isMap(value) && value.size > 0)
    return fromEntries(
      "key",
      [...value].map(([key, each]): [string, unknown] => [plain(key), each]),
    );
  if (
    types.isTypedArray(value) &&
    !Buffer.isBuffer(value) &&
    value.length > 0
  ) {
    const shown = Array.from(
      { length: Math.min(value.length, mostRows) },
      (_, index) => value[index],
    );
    return {
      corner: value.constructor.name,
      columns: ["value"],
      rows: shown.map((each, index) => ({ key: String(index), cells: [each] })),
      rowCount: value.length,
      columnCount: 1,
    };
  }
  return undefined;
}

function fromEntries(
  corner: string,
  entries: [string, unknown][],
  only?: readonly string[],
): Table {
  const names = new Set<string>();
  let hasPlain = false;
  for (const [, each] of entries)
    if (isRecord(each) || Array.isArray(each))
      for (const key of Object.keys(each)) names.add(key);
    else hasPlain = true;
  const all = only ? [...only] : [...names];
  const columns = all.slice(0, mostColumns);
  const rows = entries.slice(0, mostRows).map(([key, each]) => ({
    key,
    cells: [
      ...columns.map((name) => memberOf(each, name)),
      ...(hasPlain
        ? [isRecord(each) || Array.isArray(each) ? absent : each]
        : []),
    ],
  }));
  return {
    corner,
    columns: hasPlain ? [...columns, names.size ? "Values" : "value"] : columns,
    rows,
    rowCount: entries.length,
    columnCount: all.length,
  };
}

const absent = Symbol("absent");

/** The value of a member, and of no getter: showing a value runs none of its code. */
function memberOf(record: unknown, name: string): unknown {
  if (typeof record !== "object" || record === null) return absent;
  const property = Object.getOwnPropertyDescriptor(record, name);
  if (!property) return absent;
  return property.get ? "(getter)" : property.value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || types.isProxy(value))
    return false;
  return (
    isPlainObject(value) &&
    Object.keys(value).length > 0 &&
    !(Symbol.for("Jupyter.display") in value)
  );
}

function render({
  corner,
  columns,
  rows,
  rowCount,
  columnCount,
}: Table): string {
  const head = [corner, ...columns]
    .map((name) => `<th>${escapeHtml(name)}</th>`)
    .join("");
  const body = rows
    .map(
      ({ key, cells }) =>
        `<tr><th>${escapeHtml(key)}</th>${cells.map(tableCell).join("")}</tr>`,
    )
    .join("\n");
  const left = [
    rowCount > rows.length && `${rowCount - rows.length} more rows`,
    columnCount > mostColumns && `${columnCount - mostColumns} more columns`,
  ].filter(Boolean);
  const note = left.length ? `\n<p>… and ${left.join(", ")}</p>` : "";
  return `<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body}\n</tbody>\n</table>${note}`;
}

/** Numbers stand to the right, one below the other, and all else to the left: style sheets of front ends differ. */
function tableCell(value: unknown): string {
  const side =
    typeof value === "number" || typeof value === "bigint" ? "right" : "left";
  return `<td style="text-align: ${side}">${escapeHtml(plain(value))}</td>`;
}

/** A number as a reader of a table takes it in: whole ones as they are, others with six digits. */
function shortNumber(value: number): string {
  if (Number.isInteger(value) || !Number.isFinite(value)) return inspect(value);
  return String(Number(value.toPrecision(6)));
}

function plain(value: unknown): string {
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
