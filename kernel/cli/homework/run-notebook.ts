import { isTest } from "../../../lib/homework/grade-metadata.ts";
import type { Cell, Notebook } from "../../../lib/homework/notebook.ts";
import { CellSession, type SessionOptions } from "./cell-session.ts";
import type { Limits } from "./limits.ts";

export interface RunOptions extends SessionOptions {
  limits: Limits;
  /** Called before the first cell, and again whenever a runtime had to be started anew. */
  prepare?: (session: CellSession) => Promise<void>;
  /** Called before each test cell. */
  beforeTest?: (session: CellSession) => Promise<void>;
  /** Called after each code cell with its outputs in it. */
  onCell?: (cell: Cell, seconds: number) => void;
}

/**
 * Runs every code cell, whatever the ones before came to, in a runtime of its own.
 *
 * A cell that ends its process would cost the later questions their variables: the cells before it, those that went well
 * and are no tests, are run again in a new runtime, without the one that ended it.
 * @returns the notebook with new outputs and counts
 */
export async function runNotebook(
  notebook: Notebook,
  options: RunOptions,
): Promise<Notebook> {
  const until = Date.now() + options.limits.notebookMs;
  const session = new CellSession(options);
  try {
    await options.prepare?.(session);
    const ran: Cell[] = [];
    const cells: Cell[] = [];
    for (const cell of notebook.cells)
      cells.push(await runCell(cell, { session, ran, until, options }));
    return { ...notebook, cells };
  } finally {
    await session.close();
  }
}

interface Run {
  session: CellSession;
  /** Cells that a new runtime needs. */
  ran: Cell[];
  /** The notebook's own limit, as Date.now() counts. */
  until: number;
  options: RunOptions;
}

async function runCell(cell: Cell, run: Run): Promise<Cell> {
  if (cell.cell_type !== "code") return cell;
  const { session, ran, options } = run;
  const { outputBytes, cellMs } = options.limits;
  const leftMs = run.until - Date.now();
  if (leftMs <= 0) return afterNotebookLimit(cell, options);
  const started = performance.now();
  if (isTest(cell)) await options.beforeTest?.(session);
  const ms = Math.min(cellMs, leftMs);
  const { ended, collected, count } = await session.run(cell.source, {
    ms,
    outputBytes,
  });
  const done = {
    ...cell,
    execution_count: count,
    outputs: collected.outputs,
  };
  if (ended === "ok" && !isTest(cell)) ran.push(cell);
  if (ended === "runtime ended") await runAgain(run);
  options.onCell?.(done, (performance.now() - started) / 1000);
  return done;
}

async function runAgain({ session, ran, until, options }: Run): Promise<void> {
  await options.prepare?.(session);
  for (const cell of ran) {
    const leftMs = until - Date.now();
    if (leftMs <= 0) return;
    const { cellMs, outputBytes } = options.limits;
    await session.run(cell.source, {
      ms: Math.min(cellMs, leftMs),
      outputBytes,
    });
  }
}

function afterNotebookLimit(cell: Cell, { limits, onCell }: RunOptions): Cell {
  const evalue = `not run: the notebook's limit of ${limits.notebookMs / 1000} s was used up by the cells before`;
  const error = {
    output_type: "error",
    ename: "TimeLimit",
    evalue,
    traceback: [],
  } as const;
  const done: Cell = {
    ...cell,
    execution_count: null,
    outputs: [{ ...error, traceback: [...error.traceback] }],
  };
  onCell?.(done, 0);
  return done;
}
