/** A cell by a number of its own. */
export interface CheckedCell {
  id: number;
  /** The number shown beside it (default: `id`). */
  executionCount?: number;
  code: string;
}

/** Why a cell could not be checked. */
export interface Unavailable {
  unavailable: string;
  /** Because of what it is; the next one is checked. */
  cellAlone?: true;
}
