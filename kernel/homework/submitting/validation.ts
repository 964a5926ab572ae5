import { dirname, resolve } from "node:path";
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
import { CellSession } from "../running/cell-session.ts";
import { findLibTypes } from "../files/files.ts";
import type { Limits } from "../running/limits.ts";
import { runNotebook } from "../running/run-notebook.ts";

/** What validating tells on the way, in this order; the Validate button reads the same as JSON lines. */
export type ValidationEvent =
  | { type: "start"; questions: number; maxPoints: number }
  | ({ type: "problem" } & Problem)
  | { type: "failed"; cell: string; reason: string }
  | ({ type: "question"; title: string; seconds: number } & Score)
  | ({ type: "end"; problems: number; lost: number } & Sum);

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
  for (const problem of problems) tell({ type: "problem", ...problem });
  const tellScore = (cell: Cell, seconds: number) => {
    const score = scoreCell(cell);
    const title = findTitle(notebook, score.gradeId);
    tell({ type: "question", title, seconds, ...score });
  };
  const session = new CellSession({
    directory: dirname(resolve(path)),
    libTypes: findLibTypes(),
  });
  const ran = await runNotebook(notebook, session, {
    limits,
    onCell: (cell, seconds) =>
      isTest(cell) ? tellScore(cell, seconds) : tellFailure(cell, tell),
  });
  const scores = scoreNotebook(ran);
  for (const cell of ran.cells) if (isManual(cell)) tellScore(cell, 0);
  const sum = sumPoints(scores);
  const lost = scores.filter(
    ({ points, maxPoints }) => points !== undefined && points < maxPoints,
  ).length;
  tell({ type: "end", problems: problems.length, lost, ...sum });
  return { problems, scores, sum, notebook: ran };
}

function tellFailure(cell: Cell, tell: (event: ValidationEvent) => void): void {
  const error = cell.outputs?.find((output) => output.output_type === "error");
  if (!error || error.output_type !== "error") return;
  const reason = `${error.ename}: ${error.evalue}`.split("\n")[0] ?? "";
  const name =
    gradeIdOf(cell) ?? cell.source.trim().split("\n")[0]?.slice(0, 50);
  tell({ type: "failed", cell: name || "an empty cell", reason });
}
