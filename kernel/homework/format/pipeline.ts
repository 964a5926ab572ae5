/**
 * From the teacher's source to the student's copy, as `nbgrader generate_assignment` makes it:
 *
 *     source.ipynb -> check -> lock -> solutions, outputs, hidden tests, mark schemes and their pictures out
 *                  -> check that nothing is left -> list of questions, checksums
 */
import { addChecksums } from "./checksums.ts";
import { checkMarkers, checkText } from "./check-markers.ts";
import { checkMetadata } from "./check-metadata.ts";
import { clearAttachments } from "./clear-attachments.ts";
import { clearHiddenTests } from "./clear-hidden-tests.ts";
import { clearMarkSchemes } from "./clear-mark-schemes.ts";
import { clearOutputs } from "./clear-outputs.ts";
import { clearSolutions } from "./clear-solutions.ts";
import { lockCells } from "./lock-cells.ts";
import { checkQuestions, writeQuestions } from "./questions.ts";
import type { Notebook } from "./notebook.ts";

/**
 * The student's copy of a source notebook.
 * @throws HomeworkError that names the cell, for metadata or regions that would lose points or leak answers
 */
export function release(source: Notebook): Notebook {
  const steps = [
    checkText,
    checkMetadata,
    checkQuestions,
    lockCells,
    clearSolutions,
    clearOutputs,
    clearHiddenTests,
    clearMarkSchemes,
    (notebook: Notebook) => clearAttachments(notebook, source),
    checkMarkers,
    writeQuestions,
    addChecksums,
  ];
  return steps.reduce((notebook, step) => step(notebook), source);
}
