import { isGrade, isLocked, isSolution } from "./grade-metadata.ts";
import type { Cell, Notebook } from "./notebook.ts";

/** Front ends keep answers from being deleted, tests and read-only cells also from being edited. */
export function lockCells(notebook: Notebook): Notebook {
  return { ...notebook, cells: notebook.cells.map(lockCell) };
}

function lockCell(cell: Cell): Cell {
  if (isSolution(cell))
    return { ...cell, metadata: { ...cell.metadata, deletable: false } };
  if (!isGrade(cell) && !isLocked(cell)) return cell;
  const metadata = { ...cell.metadata, deletable: false, editable: false };
  return { ...cell, metadata };
}
