import { addChecksums, computeChecksum } from "./checksums.ts";
import { gradeIdOf, isLocked } from "./grade-metadata.ts";
import type { Cell, Notebook } from "./notebook.ts";
import { release } from "./pipeline.ts";

/** A submission with the source's tests in it, and what had to be put right. */
export interface Restored {
  notebook: Notebook;
  /** Names of locked cells that were gone, changed, or there twice. */
  missing: string[];
  changed: string[];
  /** Names of answers of which a copy says something else; only the first counts. */
  copied: string[];
}

/**
 * Puts the source's locked cells, hidden tests included, in place of the submission's, and back where they were deleted.
 * Answers stay the student's; points and roles are the source's. Cells of no question are the student's own.
 */
export function restoreTests(submission: Notebook, source: Notebook): Restored {
  const parts = new Map<string, Cell>();
  for (const cell of source.cells) {
    const id = gradeIdOf(cell);
    if (id) parts.set(id, cell);
  }
  const released = new Map(
    release(source).cells.map((cell) => [gradeIdOf(cell), cell]),
  );
  const changed: string[] = [];
  const copied: string[] = [];
  const firsts = new Map<string, string>();
  const seen = new Set<string>();
  const cells: Cell[] = [];
  for (const cell of submission.cells) {
    const id = gradeIdOf(cell);
    const part = id === undefined ? undefined : parts.get(id);
    if (id === undefined || part === undefined || seen.has(id)) {
      const others = [firsts.get(id ?? ""), released.get(id)?.source];
      if (id && part && !isLocked(part) && !others.includes(cell.source))
        copied.push(id);
      cells.push(withoutRole(cell));
      continue;
    }
    seen.add(id);
    firsts.set(id, cell.source);
    const isOther = cell.source !== released.get(id)?.source;
    if (isLocked(part) && isOther && !isAsGivenOut(cell)) changed.push(id);
    cells.push(
      isLocked(part) ? fresh(part) : withAnswer(cell, part, released.get(id)!),
    );
  }
  const missing = [...parts.keys()].filter((id) => !seen.has(id));
  const order = [...parts.keys()];
  for (const id of missing) {
    const part = parts.get(id)!;
    // A deleted answer is an answer not given: the stub.
    const cell = isLocked(part) ? fresh(part) : released.get(id)!;
    const before = order.slice(0, order.indexOf(id));
    insertAfterNeighbour(cells, cell, new Set(before));
  }
  return { notebook: { ...submission, cells }, missing, changed, copied };
}

/** Of an earlier release: then the teacher has changed it, and not the student. */
const isAsGivenOut = (cell: Cell): boolean =>
  cell.metadata.nbgrader?.checksum === computeChecksum(cell);

function withoutRole(cell: Cell): Cell {
  const { nbgrader: _, ...metadata } = cell.metadata;
  return { ...cell, metadata };
}

function withAnswer(cell: Cell, part: Cell, released: Cell): Cell {
  // The checksum is the released cell's, so that an untouched answer shows.
  const nbgrader = released.metadata.nbgrader;
  return {
    ...cell,
    cell_type: part.cell_type,
    metadata: { ...cell.metadata, nbgrader },
  };
}

function fresh(part: Cell): Cell {
  const cell = { ...part };
  if (cell.cell_type === "code")
    Object.assign(cell, { outputs: [], execution_count: null });
  return addChecksums({
    cells: [cell],
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  }).cells[0]!;
}

function insertAfterNeighbour(
  cells: Cell[],
  cell: Cell,
  idsBefore: ReadonlySet<string>,
): void {
  const at = cells.findLastIndex((each) =>
    idsBefore.has(gradeIdOf(each) ?? ""),
  );
  cells.splice(at + 1, 0, cell);
}
