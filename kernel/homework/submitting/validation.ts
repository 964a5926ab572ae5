import { basename, dirname, resolve } from "node:path";
import {
  findMissing,
  findNoHomework,
  findProblems,
  type Problem,
} from "../format/find-problems.ts";
import {
  gradeIdOf,
  isGrade,
  isManual,
  isTest,
} from "../format/grade-metadata.ts";
import { findTitle } from "../format/find-title.ts";
import type { Cell, Notebook } from "../format/notebook.ts";
import { sumPoints, type Sum } from "../format/points.ts";
import { listQuestions } from "../format/questions.ts";
import { scoreCell, scoreNotebook, type Score } from "../format/score.ts";
import { takeCheckCount } from "../format/check-count.ts";
import { findOwnSeed } from "./own-seed.ts";
import { Unwritten } from "./unwritten.ts";
import { CellSession } from "../running/cell-session.ts";
import { findLibTypes } from "../files/files.ts";
import type { Limits } from "../running/limits.ts";
import { runNotebook } from "../running/run-notebook.ts";

/** What validating tells on the way, in this order; the Validate button reads the same as JSON lines. */
export type ValidationEvent =
  | { type: "start"; questions: number; maxPoints: number }
  | ({ type: "problem"; title: string } & Problem)
  | { type: "slow"; cell: string; limitSeconds: number }
  | { type: "failed"; cell: string; reason: string }
  | Question
  | ({
      type: "end";
      problems: number;
      lost: number;
      unwritten: number;
    } & Sum);

/** A question with its points, and what it says to a student. */
export type Question = {
  type: "question";
  title: string;
  seconds: number;
  state: State;
  /** "1 of 3 checks", if the check counts them. */
  checks?: string;
} & Score;

/** Open is what a person marks; unwritten, what still stands as it was given out, and what fails because of that. */
type State = "passed" | "lost" | "open" | "unwritten";

/** A cell that takes longer is named while it runs: it may be one that never ends. */
const slowMs = 3000;

export interface Validation {
  problems: Problem[];
  scores: Score[];
  sum: Sum;
  /** The notebook as it ran, with outputs. */
  notebook: Notebook;
}

/**
 * Runs a student's notebook from a fresh start in its own folder, and scores it without the hidden tests.
 * @param path of the notebook
 */
export async function validateNotebook(
  notebook: Notebook,
  path: string,
  limits: Limits,
  tell: (event: ValidationEvent) => void,
): Promise<Validation> {
  // As grading does: Node's own warnings cost no points.
  process.env.NBGRADER_EXECUTION ??= "validate";
  setSeed(notebook, path);
  const problems = tellBeginning(notebook, tell);
  const unwritten = new Unwritten();
  const states: State[] = [];
  const tellQuestion = (cell: Cell, seconds: number, isUnwritten: boolean) => {
    const question = makeQuestion(notebook, cell, seconds, isUnwritten);
    states.push(question.state);
    tell(question);
  };
  const session = new CellSession({
    directory: dirname(resolve(path)),
    libTypes: findLibTypes(),
  });
  let slow: NodeJS.Timeout | undefined;
  const ran = await runNotebook(notebook, session, {
    limits,
    onBegin: (cell) => {
      slow = setTimeout(
        () => tellSlow(notebook, cell, limits, tell),
        slowMs,
      ).unref();
    },
    onCell: (cell, seconds) => {
      clearTimeout(slow);
      const isUnwritten = unwritten.explains(cell);
      if (isTest(cell)) tellQuestion(cell, seconds, isUnwritten);
      else if (!isUnwritten) tellFailure(notebook, cell, tell);
    },
  });
  const scores = scoreNotebook(ran);
  for (const cell of ran.cells)
    if (isManual(cell)) tellQuestion(cell, 0, scoreCell(cell).points === 0);
  const sum = sumPoints(scores);
  const count = (which: State) =>
    states.filter((state) => state === which).length;
  tell({
    ...{ type: "end", problems: problems.length },
    ...{ lost: count("lost"), unwritten: count("unwritten") },
    ...sum,
  });
  return { problems, scores, sum, notebook: ran };
}

const givenSeed = process.env.ROMANESCO_SEED;

/** The seed of its student, as in the kernel and in grading. */
function setSeed(notebook: Notebook, path: string): void {
  const seed = findOwnSeed(notebook, basename(path))?.toString() ?? givenSeed;
  if (seed === undefined) delete process.env.ROMANESCO_SEED;
  else process.env.ROMANESCO_SEED = seed;
}

/** @returns what can be seen without running */
function tellBeginning(
  notebook: Notebook,
  tell: (event: ValidationEvent) => void,
): Problem[] {
  const problems = [
    ...findNoHomework(notebook),
    ...findMissing(notebook, listQuestions(notebook)),
    ...findProblems(notebook),
  ];
  const questions = notebook.cells.filter(
    (cell) => isGrade(cell) || isManual(cell),
  );
  tell({
    type: "start",
    questions: questions.length,
    maxPoints: sumPoints(questions.map(scoreCell)).maxPoints,
  });
  for (const problem of problems)
    tell({
      ...problem,
      type: "problem",
      title: nameProblem(notebook, problem),
    });
  return problems;
}

function makeQuestion(
  notebook: Notebook,
  cell: Cell,
  seconds: number,
  isUnwritten: boolean,
): Question {
  const score = scoreCell(cell);
  const { checks, rest } = takeCheckCount(score.reasons);
  return {
    ...score,
    type: "question",
    title: findTitle(notebook, score.gradeId),
    seconds,
    state: isUnwritten ? "unwritten" : findState(score),
    reasons: isUnwritten ? [] : rest,
    ...(checks !== undefined && { checks }),
  };
}

function findState({ points, maxPoints }: Score): State {
  if (points === undefined) return "open";
  return points === maxPoints ? "passed" : "lost";
}

/** As a student finds it: cells by the heading above them, and what is gone by its place in the course's list. */
function nameProblem(notebook: Notebook, { gradeId }: Problem): string {
  const listed = listQuestions(notebook);
  const isThere = notebook.cells.some((cell) => gradeIdOf(cell) === gradeId);
  if (isThere) return findTitle(notebook, gradeId);
  const at = listed.indexOf(gradeId);
  return at < 0 ? gradeId : `Question ${at + 1} of ${listed.length}`;
}

function tellSlow(
  notebook: Notebook,
  cell: Cell,
  { cellMs }: Limits,
  tell: (event: ValidationEvent) => void,
): void {
  const limitSeconds = Math.round(cellMs / 1000);
  tell({ type: "slow", cell: nameCell(notebook, cell), limitSeconds });
}

function tellFailure(
  notebook: Notebook,
  cell: Cell,
  tell: (event: ValidationEvent) => void,
): void {
  const error = cell.outputs?.find((output) => output.output_type === "error");
  if (!error || error.output_type !== "error") return;
  const reason = `${error.ename}: ${error.evalue}`.split("\n")[0] ?? "";
  tell({ type: "failed", cell: nameCell(notebook, cell), reason });
}

function nameCell(notebook: Notebook, cell: Cell): string {
  const gradeId = gradeIdOf(cell);
  if (gradeId !== undefined) return `a cell of ${findTitle(notebook, gradeId)}`;
  return cell.source.trim().split("\n")[0]?.slice(0, 50) || "an empty cell";
}
