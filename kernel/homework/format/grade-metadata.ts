import type { Cell } from "./notebook.ts";

export const isGrade = (cell: Cell): boolean =>
  cell.metadata.nbgrader?.grade ?? false;

export const isSolution = (cell: Cell): boolean =>
  cell.metadata.nbgrader?.solution ?? false;

export const isTask = (cell: Cell): boolean =>
  cell.metadata.nbgrader?.task ?? false;

/** A test or a read-only cell: grading puts the released text back. */
export function isLocked(cell: Cell): boolean {
  if (isSolution(cell)) return false;
  return isGrade(cell) || (cell.metadata.nbgrader?.locked ?? false);
}

/** A code cell whose outcome makes the points. */
export const isTest = (cell: Cell): boolean =>
  isGrade(cell) && !isSolution(cell) && cell.cell_type === "code";

/** A person gives the points. */
export const isManual = (cell: Cell): boolean =>
  isTask(cell) || (isGrade(cell) && isSolution(cell));

/** A student's notebook may have anything there. */
export function pointsOf(cell: Cell): number {
  const points: unknown = cell.metadata.nbgrader?.points;
  return typeof points === "number" ? points : 0;
}

/** The question's name; undefined for a cell that is no part of a question. */
export const gradeIdOf = (cell: Cell): string | undefined =>
  cell.metadata.nbgrader?.grade_id;
