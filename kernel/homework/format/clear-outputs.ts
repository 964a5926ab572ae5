import type { Cell, Notebook } from "./notebook.ts";

/** Takes out what the cells printed and showed, and what a front end noted about it, the state of widgets too. */
export function clearOutputs(notebook: Notebook): Notebook {
  const { widgets: _, ...metadata } = notebook.metadata;
  return { ...notebook, cells: notebook.cells.map(clearCell), metadata };
}

function clearCell(cell: Cell): Cell {
  if (cell.cell_type !== "code") return cell;
  const { collapsed: _, scrolled: __, ...metadata } = cell.metadata;
  return { ...cell, outputs: [], execution_count: null, metadata };
}
