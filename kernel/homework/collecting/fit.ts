import { computeChecksum } from "../format/checksums.ts";
import { gradeIdOf, isLocked } from "../format/grade-metadata.ts";
import type { Cell, Notebook } from "../format/notebook.ts";
import { readOwnMetadata } from "../format/own-metadata.ts";
import { release } from "../format/pipeline.ts";
import { findAssignment } from "../submitting/assignment.ts";
import type { Candidate } from "./candidates.ts";

/** The notebook of an assignment that is looked for. */
export interface Wanted {
  assignment: string;
  /** File name of its notebook. */
  notebookName: string;
  /** Names of its questions' cells, and checksums of those that students cannot edit. */
  ids: ReadonlySet<string>;
  checksums: ReadonlySet<string>;
}

export function makeWanted(
  source: Notebook,
  notebookName: string,
  assignment: string,
): Wanted {
  const { cells } = release(source);
  return {
    ...{ assignment, notebookName },
    ids: new Set(cells.flatMap((cell) => gradeIdOf(cell) ?? [])),
    checksums: new Set(cells.filter(isLocked).map(computeChecksum)),
  };
}

/**
 * How surely a notebook is one of the assignment: 3 it says so, or has cells of it as released; 2 it has questions of these
 * names; 1 its file is named like it; 0 nothing speaks for it; -1 it is another one's.
 */
export function findFit(
  notebook: Notebook,
  { notebookName, receipt }: Pick<Candidate, "notebookName" | "receipt">,
  wanted: Wanted,
): number {
  const own = readOwnMetadata(notebook);
  if (typeof own.assignment === "string") {
    const isThis =
      findAssignment(notebook, notebookName) === wanted.assignment &&
      (typeof own.notebook !== "string" ||
        `${own.notebook}.ipynb` === wanted.notebookName);
    // Of homework that was released before it was given another name.
    return isThis || hasCells(notebook, wanted) ? 3 : -1;
  }
  if (hasCells(notebook, wanted)) return 3;
  const ids = notebook.cells.flatMap((cell) => gradeIdOf(cell) ?? []);
  if (ids.some((id) => wanted.ids.has(id))) return 2;
  if (ids.length > 0 && wanted.ids.size > 0) return -1;
  const isNamed =
    notebookName.toLowerCase() === wanted.notebookName.toLowerCase() ||
    receipt?.assignment === wanted.assignment;
  return isNamed ? 1 : 0;
}

function hasCells({ cells }: Notebook, { checksums }: Wanted): boolean {
  const isOf = ({ metadata: { nbgrader } }: Cell) =>
    nbgrader?.checksum !== undefined && checksums.has(nbgrader.checksum);
  return cells.some(isOf);
}
