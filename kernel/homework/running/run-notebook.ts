import { isLocked, isTest } from "../format/grade-metadata.ts";
import type { Cell, Notebook, Output } from "../format/notebook.ts";
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
  /** @returns false if what the test cell came to cannot be trusted */
  afterTest(session: CellSession, cell: Cell): Promise<boolean>;
  /** Told at the end of a test cell whose outcome somebody else has written. */
  forged(cell: Cell): void;
}

/**
 * Runs every code cell, whatever the ones before came to, in a runtime of its own.
 *
 * A cell that ends its process would cost the later questions their variables: the cells before it, those that went well
 * and are no tests, are run again in a new runtime, without the one that ended it; a test's answers are left out with it.
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
    const run: Run = {
      ...{ session, ran: [], answers: [], isTested: false },
      ...{ until, options },
    };
    const cells: Cell[] = [];
    for (const cell of notebook.cells) cells.push(await runCell(cell, run));
    // A copy: what is printed while the runtime ends belongs to no cell.
    return structuredClone({
      ...notebook,
      cells: cells.map((cell) => voidForged(cell, run)),
    });
  } finally {
    await session.close();
  }
}

interface Run {
  session: CellSession;
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
  const started = performance.now();
  const watch = isTest(cell) ? options.watch : undefined;
  if ((await watch?.beforeTest(session, cell)) === false)
    return notRun(cell, options, "ChecksChanged", cannotBeTrusted);
  const { ended, collected, count } = isTest(cell)
    ? await execute(cell, run)
    : await executeAlone(cell, run);
  const { outputs } = collected;
  const isGood = ended === "ok" && !session.isLost;
  if (isGood && watch && !(await watch.afterTest(session, cell)))
    outputs.splice(0, Infinity, makeError("ChecksChanged", cannotBeTrusted));
  const done = { ...cell, execution_count: count, outputs };
  await keep(cell, isGood, run);
  options.onCell?.(done, (performance.now() - started) / 1000);
  return done;
}

function execute(cell: Cell, { session, until, options }: Run) {
  const { cellMs, outputBytes } = options.limits;
  const ms = Math.max(1, Math.min(cellMs, until - Date.now()));
  return session.run(cell.source, { ms, outputBytes });
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
  const { session, options } = run;
  if (isTest(cell)) {
    run.isTested = true;
    if (session.isLost) leaveAnswersOut(run);
  } else if (isGood) {
    run.ran.push(cell);
    if (!isLocked(cell)) {
      run.answers = run.isTested ? [cell] : [...run.answers, cell];
      run.isTested = false;
    }
    await options.watch?.afterCell(session, cell);
  }
  if (session.isLost) await runAgain(run);
}

function leaveAnswersOut(run: Run): Run {
  run.ran = run.ran.filter((cell) => !run.answers.includes(cell));
  run.answers = [];
  return run;
}

const cannotBeTrusted =
  "the notebook has changed what the checks are made of, so this one says nothing";

/** Known only later: the runtime's own word came second. */
function voidForged(cell: Cell, { session, options }: Run): Cell {
  if (!isTest(cell) || !session.forged.has(cell.execution_count ?? -1))
    return cell;
  options.watch?.forged(cell);
  const error = makeError(
    "ChecksChanged",
    "the notebook has written an outcome of this check by itself",
  );
  return { ...cell, outputs: [error] };
}

async function runAgain(run: Run): Promise<void> {
  const { session, options } = run;
  session.isLost = false;
  await options.watch?.prepare(session);
  for (const cell of run.ran) {
    if (run.until <= Date.now()) return;
    await execute(cell, run);
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
  const outputs = [makeError(ename, evalue)];
  const done: Cell = { ...cell, execution_count: null, outputs };
  onCell?.(done, 0);
  return done;
}

function makeError(ename: string, evalue: string): Output {
  return { output_type: "error", ename, evalue, traceback: [] };
}
