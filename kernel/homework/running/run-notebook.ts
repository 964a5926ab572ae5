import { isLocked, isTest } from "../format/grade-metadata.ts";
import type { Cell, Notebook, Output } from "../format/notebook.ts";
import type { NotebookSession } from "./cell-session.ts";
import type { Limits } from "./limits.ts";

export interface RunOptions {
  limits: Limits;
  /** Called before each code cell that runs. */
  onBegin?: (cell: Cell) => void;
  /** Called after each code cell with its outputs in it. */
  onCell?: (cell: Cell, seconds: number) => void;
}

/**
 * Runs every code cell, whatever the ones before came to, in a runtime of its own.
 *
 * A cell that ends its process would cost the later questions their variables: the cells before it, those that went well
 * and are no tests, are run again in a new runtime, without the one that ended it; a test's answers are left out with it.
 * @param session closed at the end
 * @returns the notebook with new outputs and counts
 */
export async function runNotebook(
  notebook: Notebook,
  session: NotebookSession,
  options: RunOptions,
): Promise<Notebook> {
  const until = Date.now() + options.limits.notebookMs;
  try {
    await session.prepare();
    const run: Run = {
      ...{ session, ran: [], answers: [], isTested: false },
      ...{ until, options },
    };
    const cells: Cell[] = [];
    for (const cell of notebook.cells) cells.push(await runCell(cell, run));
    // A copy: what is printed while the runtime ends belongs to no cell.
    return structuredClone({ ...notebook, cells });
  } finally {
    await session.close();
  }
}

interface Run {
  session: NotebookSession;
  /** Cells that a new runtime needs. */
  ran: Cell[];
  /** Those of the student's among them for the latest question, and whether its test has been run. */
  answers: Cell[];
  isTested: boolean;
  /** The notebook's own limit, as Date.now() counts. */
  until: number;
  options: RunOptions;
}

async function runCell(cell: Cell, run: Run): Promise<Cell> {
  if (cell.cell_type !== "code") return cell;
  const { session, options } = run;
  if (run.until <= Date.now())
    return notRun(cell, options, "TimeLimit", spent(options));
  // Something that a cell left behind has ended it: likely one of the latest.
  if (session.isLost) await runAgain(leaveAnswersOut(run));
  options.onBegin?.(cell);
  const started = performance.now();
  const { ended, collected, count } = isTest(cell)
    ? await execute(cell, run)
    : await executeAlone(cell, run);
  const { outputs } = collected;
  const isGood = ended === "ok" && !session.isLost;
  const done = { ...cell, execution_count: count, outputs };
  await keep(cell, isGood, run);
  options.onCell?.(done, (performance.now() - started) / 1000);
  return done;
}

function execute(cell: Cell, { session, until, options }: Run) {
  const { cellMs, outputBytes } = options.limits;
  const ms = Math.max(1, Math.min(cellMs, until - Date.now()));
  return session.runCell(cell, { ms, outputBytes });
}

/** Did the cell end its process, or something that the latest answers left behind? A second run without these tells. */
async function executeAlone(cell: Cell, run: Run) {
  const ended = await execute(cell, run);
  if (!run.session.isLost || run.answers.length === 0) return ended;
  const before = { ran: run.ran, answers: run.answers };
  await runAgain(leaveAnswersOut(run));
  const again = await execute(cell, run);
  if (run.session.isLost) Object.assign(run, before);
  return again;
}

/** Notes what a new runtime needs, and fills it when there is one. */
async function keep(cell: Cell, isGood: boolean, run: Run): Promise<void> {
  const { session } = run;
  if (isTest(cell)) {
    run.isTested = true;
    if (session.isLost) leaveAnswersOut(run);
  } else if (isGood) {
    run.ran.push(cell);
    if (!isLocked(cell)) {
      run.answers = run.isTested ? [cell] : [...run.answers, cell];
      run.isTested = false;
    }
  }
  if (session.isLost) await runAgain(run);
}

function leaveAnswersOut(run: Run): Run {
  run.ran = run.ran.filter((cell) => !run.answers.includes(cell));
  run.answers = [];
  return run;
}

async function runAgain(run: Run): Promise<void> {
  run.session.isLost = false;
  await run.session.prepare();
  for (const cell of run.ran) {
    if (run.until <= Date.now()) return;
    await execute(cell, run);
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
  const outputs = [makeError(ename, evalue)];
  const done: Cell = { ...cell, execution_count: null, outputs };
  onCell?.(done, 0);
  return done;
}

function makeError(ename: string, evalue: string): Output {
  return { output_type: "error", ename, evalue, traceback: [] };
}
