/**
 * Knows which cell the running code belongs to, also in timers, callbacks and promises that outlive the cell: what they
 * print goes to the cell that started them.
 */
export interface CellContext {
  /** Runs the beginning of a cell: everything that grows out of it belongs to the cell. */
  run<T>(cell: number, start: () => T): T;
  /** Undefined for code that no cell has started. */
  readonly cell: number | undefined;
  /** The cell that a rejected promise belongs to. */
  cellOf(promise: object): number | undefined;
  /** Forgets what ran when V8 terminated it: nothing has told us that it ended. */
  reset(): void;
}
