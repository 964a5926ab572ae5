/**
 * From the teacher's source to the student's copy, the same as `nbgrader generate_assignment` makes:
 *
 *     source.ipynb -> lock -> solutions out -> outputs out -> check -> hidden tests, mark schemes out -> checksums
 */
import { addChecksums } from "./checksums.ts";
import { checkMetadata } from "./check-metadata.ts";
import { clearHiddenTests } from "./clear-hidden-tests.ts";
import { clearMarkSchemes } from "./clear-mark-schemes.ts";
import { clearOutputs } from "./clear-outputs.ts";
import { clearSolutions } from "./clear-solutions.ts";
import { lockCells } from "./lock-cells.ts";
import { checkQuestions } from "./questions.ts";
import type { Notebook } from "./notebook.ts";

/**
 * The student's copy of a source notebook.
 * @throws HomeworkError that names the cell, for metadata or regions that would lose points or leak answers
 */
export function release(source: Notebook): Notebook {
  const steps = [
    checkMetadata,
    checkQuestions,
    lockCells,
    clearSolutions,
    clearOutputs,
    clearHiddenTests,
    clearMarkSchemes,
    addChecksums,
  ];
  return steps.reduce((notebook, step) => step(notebook), source);
}
