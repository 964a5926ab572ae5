import type { Notebook } from "../../../lib/homework/notebook.ts";
import { readOwnMetadata } from "../../../lib/homework/own-metadata.ts";
import type { Course } from "./deliver.ts";

/**
 * The assignment that a notebook belongs to: as its metadata has it, else its file's name. nbgrader's collector reads it
 * from the zip's name, so it has no underscore.
 */
export function findAssignment(notebook: Notebook, fileName: string): string {
  const named = readOwnMetadata(notebook).assignment;
  const assignment =
    typeof named === "string" ? named : fileName.replace(/\.ipynb$/, "");
  return assignment.replace(/[^A-Za-z0-9-]+/g, "-");
}

/** As the teacher has written it into the notebook's metadata. */
export function findCourse(notebook: Notebook): Course {
  const { address, courseKey } = readOwnMetadata(notebook);
  return {
    address: typeof address === "string" ? address : undefined,
    key: typeof courseKey === "string" ? courseKey : undefined,
  };
}
