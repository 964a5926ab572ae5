/** What a front end and the kernel say of the rows of a long table, over a comm. */

/** A row's key and its cells, in words. */
export type PageRow = string[];

/** What a front end asks of a table; rows count from 0. */
export interface PageRequest {
  from: number;
  count: number;
  /** Column by which to sort; none: as the rows stand. */
  sortBy?: number;
  descending?: boolean;
  /** Only rows with this text in a cell, whatever the case of its letters. */
  filter?: string;
}

export interface PageAnswer {
  /** After the filter. */
  rowCount: number;
  from: number;
  rows: PageRow[];
}
