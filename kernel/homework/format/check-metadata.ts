import { HomeworkError } from "./errors.ts";
import {
  isRecord,
  type Cell,
  type GradeMetadata,
  type Notebook,
} from "./notebook.ts";

/**
 * Holds every cell to nbgrader's schema 3 and its rules between fields.
 * @throws HomeworkError that names the cell and the field
 */
export function checkMetadata(notebook: Notebook): Notebook {
  const seen = new Set<string>();
  notebook.cells.forEach((cell, index) => {
    const metadata = cell.metadata.nbgrader;
    if (metadata === undefined) return;
    if (!isRecord(metadata))
      throw new HomeworkError(
        `cell number ${index + 1} has invalid nbgrader metadata. Fix it in the cell's metadata.`,
      );
    if (!isQuestionPart(metadata)) return;
    const name = metadata.grade_id || `number ${index + 1}`;
    const problem = findProblem(cell, metadata, seen);
    if (problem)
      throw new HomeworkError(
        `cell ${name}: ${problem}. Fix it in JupyterLab's Create Assignment panel or in the cell's metadata.`,
      );
    seen.add(metadata.grade_id);
  });
  return notebook;
}

function findProblem(
  cell: Cell,
  metadata: GradeMetadata,
  seen: ReadonlySet<string>,
): string | undefined {
  const { grade, solution, locked, task = false, grade_id, points } = metadata;
  if (metadata.schema_version !== 3)
    return `its nbgrader metadata has schema ${metadata.schema_version}, 3 is needed ("nbgrader update" converts)`;
  if ([grade, solution, locked, task].some((flag) => typeof flag !== "boolean"))
    return "grade, solution, locked and task must be true or false";
  if (typeof grade_id !== "string" || !/^[a-zA-Z0-9_-]+$/.test(grade_id))
    return "its grade_id must be letters, digits, _ and -";
  if (seen.has(grade_id)) return "another cell has the same grade_id";
  if ((grade || task) && !(typeof points === "number" && points >= 0))
    return "its points must be a number, 0 or more";
  if (grade && cell.cell_type === "raw")
    return "a raw cell is never run and never read, so it cannot have points";
  if (task && cell.cell_type !== "markdown")
    return "a manually graded task must be a markdown cell";
  if (!task && cell.cell_type === "markdown" && grade !== solution)
    return "a markdown cell with points must be both grade and solution";
  return undefined;
}

/** Create Assignment leaves metadata without any role behind, and an empty name in it. */
function isQuestionPart(metadata: GradeMetadata): boolean {
  const { grade, solution, locked, task } = metadata;
  return [grade, solution, locked, task].some((flag) => flag);
}
