import type { Cell, Notebook } from "./notebook.ts";

/** Takes out what the cells printed and showed, and what a front end noted about it. */
export function clearOutputs(notebook: Notebook): Notebook {
  return { ...notebook, cells: notebook.cells.map(clearCell) };
}

function clearCell(cell: Cell): Cell {
  if (cell.cell_type !== "code") return cell;
  const { collapsed: _, scrolled: __, ...metadata } = cell.metadata;
  return { ...cell, outputs: [], execution_count: null, metadata };
}
