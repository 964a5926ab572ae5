import { isTest } from "../../../lib/homework/grade-metadata.ts";
import type { Cell, Notebook, Output } from "../../../lib/homework/notebook.ts";
import { CellSession, type SessionOptions } from "./cell-session.ts";
import type { Limits } from "./limits.ts";

export interface RunOptions extends SessionOptions {
  limits: Limits;
  watch?: Watch;
  /** Called after each code cell with its outputs in it. */
  onCell?: (cell: Cell, seconds: number) => void;
}

/** Looks after a run from outside the notebook. */
export interface Watch {
  /** Before the first cell, and again whenever a runtime had to be started anew. */
  prepare(session: CellSession): Promise<void>;
  afterCell(session: CellSession, cell: Cell): Promise<void>;
  /** @returns false if the test cell cannot be trusted and is not to be run */
  beforeTest(session: CellSession, cell: Cell): Promise<boolean>;
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
    await options.watch?.prepare(session);
    const ran: Cell[] = [];
    const cells: Cell[] = [];
    for (const cell of notebook.cells)
      cells.push(await runCell(cell, { session, ran, until, options }));
    // A copy: what is printed while the runtime ends belongs to no cell.
    return structuredClone({ ...notebook, cells });
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
  if (leftMs <= 0) return notRun(cell, options, "TimeLimit", spent(options));
  const started = performance.now();
  if (
    isTest(cell) &&
    (await options.watch?.beforeTest(session, cell)) === false
  )
    return notRun(
      cell,
      options,
      "ChecksChanged",
      "the notebook has changed what the checks are made of, and it could not be put back",
    );
  const ms = Math.min(cellMs, leftMs);
  const { ended, lost, collected, count } = await session.run(cell.source, {
    ms,
    outputBytes,
  });
  const done = {
    ...cell,
    execution_count: count,
    outputs: collected.outputs,
  };
  if (ended === "ok" && !lost && !isTest(cell)) {
    ran.push(cell);
    await options.watch?.afterCell(session, cell);
  }
  if (lost) await runAgain(run);
  options.onCell?.(done, (performance.now() - started) / 1000);
  return done;
}

async function runAgain({ session, ran, until, options }: Run): Promise<void> {
  await options.watch?.prepare(session);
  for (const cell of ran) {
    const leftMs = until - Date.now();
    if (leftMs <= 0) return;
    const { cellMs, outputBytes } = options.limits;
    await session.run(cell.source, {
      ms: Math.min(cellMs, leftMs),
      outputBytes,
    });
    await options.watch?.afterCell(session, cell);
  }
}

const spent = ({ limits }: RunOptions): string =>
  `not run: the notebook's limit of ${limits.notebookMs / 1000} s was used up by the cells before`;

function notRun(
  cell: Cell,
  { onCell }: RunOptions,
  ename: string,
  evalue: string,
): Cell {
  const error: Output = { output_type: "error", ename, evalue, traceback: [] };
  const done: Cell = { ...cell, execution_count: null, outputs: [error] };
  onCell?.(done, 0);
  return done;
}
