import { computeChecksum } from "./checksums.ts";
import { gradeIdOf, isLocked } from "./grade-metadata.ts";
import type { Notebook } from "./notebook.ts";

/** Something about a student's notebook that would cost points, or that the student should know before handing in. */
export interface Problem {
  gradeId: string;
  message: string;
}

/**
 * What can be seen without running: locked cells that were changed, questions that are there twice.
 * Whether one is missing altogether only the released notebook tells; see `findMissing`.
 */
export function findProblems(notebook: Notebook): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const cell of notebook.cells) {
    const gradeId = gradeIdOf(cell);
    if (!gradeId) continue;
    if (seen.has(gradeId))
      problems.push({
        gradeId,
        message:
          "is there twice; only the first counts. Delete the copy's content",
      });
    seen.add(gradeId);
    const { checksum } = cell.metadata.nbgrader!;
    if (isLocked(cell) && checksum && checksum !== computeChecksum(cell))
      problems.push({
        gradeId,
        message: "was changed; grading uses the original",
      });
  }
  return problems;
}

/** Cells that the released notebook has and this one lacks. */
export function findMissing(notebook: Notebook, gradeIds: string[]): Problem[] {
  const there = new Set(notebook.cells.map(gradeIdOf));
  return gradeIds
    .filter((gradeId) => !there.has(gradeId))
    .map((gradeId) => ({
      gradeId,
      message:
        "is missing from the notebook; copy the cell from a fresh download",
    }));
}
