import {
  gradeIdOf,
  isGrade,
  isLocked,
  isManual,
  isSolution,
} from "../format/grade-metadata.ts";
import type { Cell, Notebook } from "../format/notebook.ts";
import { hashFile } from "../format/receipt.ts";

/**
 * By question, a short hash of what its points were given for: the answer's own cell; for a check or a task, which have none,
 * all that is the student's. It begins with a letter, so that no spreadsheet takes it for a number.
 */
export function hashAnswers({ cells }: Notebook): Record<string, string> {
  const own = cells.filter((cell) => !isLocked(cell));
  const questions = cells.filter((cell) => isGrade(cell) || isManual(cell));
  const hashes = questions.map((cell) => [
    gradeIdOf(cell) ?? "",
    isManual(cell) && isSolution(cell) ? hashCells([cell]) : hashCells(own),
  ]);
  return Object.fromEntries(hashes) as Record<string, string>;
}

const hashCells = (cells: Cell[]): string => {
  const said = cells.map(({ source, attachments = {} }) => [
    source.trim(),
    attachments,
  ]);
  return `v${hashFile(JSON.stringify(said)).slice(0, 10)}`;
};
