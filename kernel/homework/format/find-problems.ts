import { computeChecksum } from "./checksums.ts";
import { gradeIdOf, isGrade, isLocked, isManual } from "./grade-metadata.ts";
import type { Cell, Notebook } from "./notebook.ts";
import { listQuestions } from "./questions.ts";

/** Something about a student's notebook that would cost points, or that the student should know before handing in. */
export interface Problem {
  gradeId: string;
  message: string;
}

/**
 * What can be seen without running: locked cells that were changed, cells of another type, questions that are there twice.
 * Whether one is missing altogether only the released notebook tells; see `findMissing`.
 */
export function findProblems(notebook: Notebook): Problem[] {
  const problems: Problem[] = [];
  const firsts = new Map<string, Cell>();
  for (const cell of notebook.cells) {
    const gradeId = gradeIdOf(cell);
    if (!gradeId) continue;
    const first = firsts.get(gradeId);
    const message = first ? describeCopy(cell, first) : describeChange(cell);
    if (message) problems.push({ gradeId, message });
    if (!first) firsts.set(gradeId, cell);
  }
  return problems;
}

function describeCopy(copy: Cell, first: Cell): string {
  // What is pasted can be deleted; the parts of a cell that was split cannot.
  if (!isLocked(first) && copy.metadata.deletable === false)
    return "was split in two; only the first part counts. Join them: click the first, then the second with Shift held down, and press Shift+M";
  return isLocked(first) || copy.source === first.source
    ? "is there twice; only the first counts. Delete the copy"
    : "is there twice, with different answers; only the first counts. Move your answer into the first cell and delete the copy";
}

function describeChange(cell: Cell): string | undefined {
  const { checksum, cell_type } = cell.metadata.nbgrader!;
  if (cell_type && cell_type !== cell.cell_type)
    return `was made a ${cell.cell_type} cell; make it a ${cell_type} cell again, or it does not count`;
  return isLocked(cell) && checksum && checksum !== computeChecksum(cell)
    ? "was changed; grading uses the original"
    : undefined;
}

/** @returns the problem of a notebook that has no questions at all */
export function findNoHomework(notebook: Notebook): Problem[] {
  const has = notebook.cells.some((cell) => isGrade(cell) || isManual(cell));
  if (has || listQuestions(notebook).length > 0) return [];
  const message =
    "is not homework: it has no questions. Is it the right file? If questions were deleted, download it again";
  return [{ gradeId: "this notebook", message }];
}

/** Questions that the released notebook has and this one lacks, or has in a cell that nobody takes for a question. */
export function findMissing(notebook: Notebook, gradeIds: string[]): Problem[] {
  const questions = notebook.cells.filter(
    (cell) => isGrade(cell) || isManual(cell),
  );
  const there = new Set(questions.map(gradeIdOf));
  return gradeIds
    .filter((gradeId) => !there.has(gradeId))
    .map((gradeId) => ({
      gradeId,
      message:
        "is missing from the notebook; copy the cell from a fresh download",
    }));
}
