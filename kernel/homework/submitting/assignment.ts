import { basename, dirname, resolve } from "node:path";
import type { Notebook } from "../format/notebook.ts";
import { readOwnMetadata } from "../format/own-metadata.ts";
import { toFolderName } from "../files/folder-name.ts";
import { readDue, readLateRule, type Due } from "../format/late-rule.ts";
import { HomeworkError } from "../format/errors.ts";
import type { Course } from "./deliver.ts";

/**
 * The assignment that a notebook belongs to: as its metadata has it, else its file's name. nbgrader's collector reads it
 * from the zip's name, so it has no underscore.
 */
export function findAssignment(notebook: Notebook, fileName: string): string {
  const named = readOwnMetadata(notebook).assignment;
  const assignment =
    typeof named === "string" ? named : fileName.replace(/\.ipynb$/i, "");
  return assignment.replace(/[^A-Za-z0-9-]+/g, "-");
}

/**
 * The assignment of a source: as its metadata has it, else its folder's name in nbgrader's layout, source/ASSIGNMENT/NAME,
 * else its file's.
 */
export function findSourceAssignment(source: Notebook, path: string): string {
  const { assignment } = readOwnMetadata(source);
  const folder = dirname(resolve(path));
  const isNbgraders = basename(dirname(folder)) === "source";
  return findAssignment(
    source,
    typeof assignment === "string" || !isNbgraders
      ? basename(path)
      : basename(folder),
  );
}

/** What its results are called: the assignment, with the notebook's name when that is another one. */
export function findResultName(assignment: string, fileName: string): string {
  const notebook = fileName.replace(/\.ipynb$/i, "");
  return toFolderName(
    notebook === assignment ? assignment : `${assignment}-${notebook}`,
  );
}

/** As the teacher has written it into the notebook's metadata. */
export function findCourse(notebook: Notebook): Course {
  const { address, courseKey } = readOwnMetadata(notebook);
  return {
    address: typeof address === "string" ? address : undefined,
    key: typeof courseKey === "string" ? courseKey : undefined,
  };
}

/** As release has written it; what cannot be read is as if it were not there: the course grades by its own. */
export function findDue(notebook: Notebook): Due | undefined {
  const { due, late } = readOwnMetadata(notebook);
  if (typeof due !== "string") return undefined;
  try {
    readDue(due);
    if (typeof late !== "string") return { due };
    readLateRule(late);
    return { due, late };
  } catch (error) {
    if (error instanceof HomeworkError) return undefined;
    throw error;
  }
}
