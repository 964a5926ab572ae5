import { types } from "node:util";
import { everyItem } from "./every-item.ts";
import { hasMethods, memberOf as fieldOf, methodOf } from "./method-of.ts";
import { isPlainObject } from "./plain-object.ts";

/** Rows and columns of a value, whatever holds them; read as they are needed. */
export interface TableSource {
  /** What stands above the first column: the row's index or key. */
  corner: string;
  columns: string[];
  rowCount: number;
  /** What a row is called. */
  key(row: number): string;
  /** {@link absent} where the row has no such thing. */
  cell(row: number, column: number): unknown;
}

/** A row has no such column. */
export const absent = Symbol("absent");

/** An array of records, a Map, a typed array, or a table of a package; undefined for values that read better as text. */
export function tableOf(
  value: unknown,
  describe: (key: unknown) => string,
): TableSource | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (Array.isArray(value)) {
    if (value.length < 2 || !everyItem(value, isRecord)) return undefined;
    return fromEntries(
      "",
      value.length,
      (row) => String(row),
      (row) => value[row],
    );
  }
  if (types.isMap(value))
    return value.size > 0 ? fromMap(value, describe) : undefined;
  if (types.isTypedArray(value) && !Buffer.isBuffer(value))
    return value.length > 0 ? fromTypedArray(value) : undefined;
  if (types.isProxy(value) || isPlainObject(value)) return undefined;
  return fromArquero(value) ?? fromArrow(value) ?? fromRecords(value);
}

function fromMap(
  map: Map<unknown, unknown>,
  describe: (key: unknown) => string,
): TableSource {
  const entries = [...map];
  return fromEntries(
    "key",
    entries.length,
    (row) => describe(entries[row]![0]),
    (row) => entries[row]![1],
  );
}

function fromTypedArray(value: ArrayLike<unknown>): TableSource {
  return {
    corner: value.constructor.name,
    columns: ["value"],
    rowCount: value.length,
    key: String,
    cell: (row) => value[row],
  };
}

/**
 * Rows that are records, arrays or plain values.
 * @param only the columns asked for (default: all that rows have)
 */
export function fromEntries(
  corner: string,
  rowCount: number,
  key: (row: number) => string,
  at: (row: number) => unknown,
  only?: readonly string[],
): TableSource {
  const names = new Set<string>();
  let hasPlain = false;
  for (let row = 0; row < rowCount; row++) {
    const each = at(row);
    if (isRecord(each) || Array.isArray(each))
      for (const name of Object.keys(each)) names.add(name);
    else hasPlain = true;
  }
  const all = only ? [...only] : [...names];
  const columns = hasPlain ? [...all, names.size ? "Values" : "value"] : all;
  return {
    corner,
    columns,
    rowCount,
    key,
    cell(row, column) {
      const each = at(row);
      if (column < all.length) return ownMember(each, all[column]!);
      return isRecord(each) || Array.isArray(each) ? absent : each;
    },
  };
}

/** https://idl.uw.edu/arquero/api/table */
function fromArquero(value: object): TableSource | undefined {
  if (!hasMethods(value, "numRows", "numCols", "columnNames", "get", "indices"))
    return undefined;
  const columns = methodOf(value, "columnNames")!() as string[];
  // Filtered and ordered as the table is: `get` counts its rows, others those of the data below.
  const get = methodOf(value, "get")!;
  const rowCount = Number(methodOf(value, "numRows")!());
  return {
    corner: "",
    columns,
    rowCount,
    key: String,
    cell: (row, column) => get(columns[column], row),
  };
}

/** https://arrow.apache.org/docs/js/classes/Arrow.dom.Table.html; what it has is behind getters of the package's own. */
function fromArrow(value: object): TableSource | undefined {
  if (!hasMethods(value, "getChildAt", "getChild", "toArray", "slice"))
    return undefined;
  const { numRows, schema } = value as {
    numRows?: unknown;
    schema?: { fields?: { name: string }[] };
  };
  if (typeof numRows !== "number" || !Array.isArray(schema?.fields))
    return undefined;
  const getChildAt = methodOf(value, "getChildAt")!;
  const vectors = schema.fields.map(
    (_, index) => getChildAt(index) as { get(row: number): unknown },
  );
  return {
    corner: "",
    columns: schema.fields.map(({ name }) => name),
    rowCount: numRows,
    key: String,
    cell: (row, column) => vectors[column]!.get(row),
  };
}

/** Data frames that give themselves as records. */
function fromRecords(value: object): TableSource | undefined {
  const toRecords = methodOf(value, "toRecords");
  const records = toRecords?.();
  if (!Array.isArray(records) || !everyItem(records, isRecord))
    return undefined;
  return fromEntries("", records.length, String, (row) => records[row]);
}

/** The value of a member, and of no getter: showing a value runs none of its code. */
function ownMember(record: unknown, name: string): unknown {
  if (typeof record !== "object" || record === null) return absent;
  const property = Object.getOwnPropertyDescriptor(record, name);
  if (!property) return absent;
  return property.get ? "(getter)" : property.value;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || types.isProxy(value))
    return false;
  return (
    isPlainObject(value) &&
    Object.keys(value).length > 0 &&
    fieldOf(value, Symbol.for("Jupyter.display")) === undefined
  );
}
