import { randomUUID } from "node:crypto";
import { mostRows, plainCell } from "./html-table.ts";
import type { MimeBundle } from "./mime-bundle.ts";
import type { PageAnswer, PageRequest, PageRow } from "./table-paging.ts";
import type { TableSource } from "./table-source.ts";

/** The first rows of a long table, and by which name the others can be asked for. */
export const tableMimeType = "application/vnd.romanesco.table.v1+json";

/** So many tables can be paged at a time: each keeps its data. */
const mostTables = 20;
const mostAtOnce = 500;

/** A table that is asked about. */
class PagedTable {
  readonly #source: TableSource;
  /** The rows in the order that was asked for last. */
  #order?: { by: string; rows: Uint32Array };

  constructor(source: TableSource) {
    this.#source = source;
  }

  answer(request: PageRequest): PageAnswer {
    const rows = this.#rows(request);
    const from = Math.max(0, Math.trunc(request.from) || 0);
    const count = Math.min(mostAtOnce, Math.trunc(request.count) || 0);
    const shown = [...rows.subarray(from, from + Math.max(0, count))];
    return {
      rowCount: rows.length,
      from,
      rows: shown.map((row) => rowOf(this.#source, row)),
    };
  }

  #rows({ sortBy, descending = false, filter = "" }: PageRequest): Uint32Array {
    const by = JSON.stringify([sortBy, descending, filter]);
    if (this.#order?.by === by) return this.#order.rows;
    let rows = Uint32Array.from(
      { length: this.#source.rowCount },
      (_, row) => row,
    );
    if (filter !== "")
      rows = rows.filter((row) => this.#has(row, filter.toLowerCase()));
    if (sortBy !== undefined && sortBy < this.#source.columns.length)
      this.#sort(rows, sortBy, descending ? -1 : 1);
    this.#order = { by, rows };
    return rows;
  }

  #has(row: number, text: string): boolean {
    return rowOf(this.#source, row).some((cell) =>
      cell.toLowerCase().includes(text),
    );
  }

  /** Numbers by size, before words by their letters; what is missing comes last, whichever the order. */
  #sort(rows: Uint32Array, column: number, sign: number): void {
    const keys = new Map<number, number | bigint | string | undefined>();
    for (const row of rows)
      keys.set(row, sortKey(this.#source.cell(row, column)));
    rows.sort((a, b) => {
      const [one, other] = [keys.get(a), keys.get(b)];
      if (one === undefined || other === undefined)
        return Number(one === undefined) - Number(other === undefined) || a - b;
      return sign * compareKeys(one, other) || a - b;
    });
  }
}

type SortKey = number | bigint | string;

function sortKey(value: unknown): SortKey | undefined {
  if (
    value === null ||
    value === undefined ||
    typeof value === "symbol" ||
    Number.isNaN(value)
  )
    return undefined;
  if (typeof value === "number" || typeof value === "bigint") return value;
  return value instanceof Date ? value.getTime() : plainCell(value);
}

function compareKeys(a: SortKey, b: SortKey): number {
  const [isText, otherIsText] = [typeof a === "string", typeof b === "string"];
  if (isText !== otherIsText) return Number(isText) - Number(otherIsText);
  return a < b ? -1 : a > b ? 1 : 0;
}

function rowOf(source: TableSource, row: number): PageRow {
  return [
    source.key(row),
    ...source.columns.map((_, column) => plainCell(source.cell(row, column))),
  ];
}

/** The tables that front ends may page through, the newest. */
export class PagedTables {
  readonly #tables = new Map<string, PagedTable>();

  /** What is shown of a table, with a name for the rest. */
  add(source: TableSource): MimeBundle {
    const id = randomUUID();
    this.#tables.set(id, new PagedTable(source));
    const [oldest] = this.#tables.keys();
    if (this.#tables.size > mostTables) this.#tables.delete(oldest!);
    const rows = Array.from(
      { length: Math.min(mostRows, source.rowCount) },
      (_, row) => row,
    );
    const isNumeric = (column: number) =>
      rows.some((row) =>
        /^(number|bigint)$/.test(typeof source.cell(row, column)),
      );
    const data = {
      id,
      corner: source.corner,
      columns: source.columns,
      numeric: source.columns.map((_, column) => isNumeric(column)),
      rowCount: source.rowCount,
      rows: rows.map((row) => rowOf(source, row)),
    };
    return { [tableMimeType]: data };
  }

  /** @returns undefined for a table that is no longer there */
  answer(id: string, request: PageRequest): PageAnswer | undefined {
    return this.#tables.get(id)?.answer(request);
  }
}

let tables: PagedTables | undefined;

/** Lets long tables be paged through; elsewhere than in a notebook nobody could ask. */
export function pageTablesWith(these: PagedTables): void {
  tables = these;
}

/** What a long table shows besides its first rows; nothing for a short one. */
export function pagedBundle(source: TableSource): MimeBundle {
  return source.rowCount > mostRows ? (tables?.add(source) ?? {}) : {};
}
