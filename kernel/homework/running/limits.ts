/** What a notebook that is run unattended may use. */
export interface Limits {
  cellMs: number;
  notebookMs: number;
  /** Printed and shown by one cell; more is dropped, and the cell stopped. */
  outputBytes: number;
}

export const defaultLimits: Limits = {
  cellMs: 120_000,
  notebookMs: 600_000,
  outputBytes: 5_000_000,
};
