import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { toFolderName } from "../files/folder-name.ts";
import { parseNotebook, type Notebook } from "../format/notebook.ts";
import { readOwnMetadata } from "../format/own-metadata.ts";
import { makeSeed } from "../format/seed.ts";
import { findAssignment, findResultName } from "./assignment.ts";
import { readStudent } from "./student.ts";

/** The seed with which a student's notebook will be graded; undefined as long as it does not say whose it is. */
export function findOwnSeed(
  notebook: Notebook,
  fileName: string,
): number | undefined {
  const { id } = readStudent(notebook);
  if (id === undefined) return undefined;
  const own = readOwnMetadata(notebook).notebook;
  const assignment = findAssignment(notebook, fileName);
  const name = typeof own === "string" ? own : assignment;
  const result = findResultName(assignment, `${name}.ipynb`);
  return makeSeed(result, toFolderName(id));
}

/** Does each student have another variant of it? As the teacher has written it into the metadata. */
export const hasVariants = (notebook: Notebook): boolean =>
  readOwnMetadata(notebook).variants === true;

/** The same for a notebook by its path. */
export function readOwnSeed(path: string): number | undefined {
  try {
    const notebook = parseNotebook(readFileSync(path, "utf8"), path);
    return findOwnSeed(notebook, basename(path));
  } catch {
    // Gone, or no notebook: then there is none.
    return undefined;
  }
}
