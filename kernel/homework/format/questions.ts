import { HomeworkError } from "./errors.ts";
import { gradeIdOf, isGrade, isManual } from "./grade-metadata.ts";
import type { Notebook } from "./notebook.ts";
import { readOwnMetadata } from "./own-metadata.ts";

/**
 * The names of all questions, as the notebook's own metadata has them (`metadata.romanesco.questions`), so that a student's
 * copy knows when one was deleted; empty in a notebook that was not released.
 */
export function listQuestions(notebook: Notebook): string[] {
  const { questions } = readOwnMetadata(notebook);
  return Array.isArray(questions) ? questions.map(String) : [];
}

/** @throws HomeworkError if questions are listed, and they are not those that the cells make */
export function checkQuestions(notebook: Notebook): Notebook {
  const listed = listQuestions(notebook);
  const made = findQuestions(notebook);
  if (listed.length === 0 || String(listed) === String(made)) return notebook;
  throw new HomeworkError(
    `metadata.romanesco.questions does not agree with the cells. Make it ${JSON.stringify(made)}`,
  );
}

/** Notes the names of the questions in the metadata. */
export function writeQuestions(notebook: Notebook): Notebook {
  const questions = findQuestions(notebook);
  if (questions.length === 0) return notebook;
  const romanesco = { ...readOwnMetadata(notebook), questions };
  return { ...notebook, metadata: { ...notebook.metadata, romanesco } };
}

const findQuestions = ({ cells }: Notebook): string[] =>
  cells
    .filter((cell) => isGrade(cell) || isManual(cell))
    .map((cell) => gradeIdOf(cell) ?? "");
