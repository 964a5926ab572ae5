import type {
  Cell,
  Notebook,
} from "../../../../kernel/homework/format/notebook.ts";

interface Role {
  id: string;
  grade?: boolean;
  solution?: boolean;
  locked?: boolean;
  task?: boolean;
  points?: number;
}

let count = 0;

/** A cell, with nbgrader's metadata if it has a role. */
export function cell(
  cell_type: Cell["cell_type"],
  source: string,
  role?: Role,
): Cell {
  const made: Cell = { cell_type, id: `c${++count}`, metadata: {}, source };
  if (role) {
    const { id, ...rest } = role;
    const flags = { grade: false, solution: false, locked: false, task: false };
    made.metadata.nbgrader = {
      schema_version: 3,
      grade_id: id,
      ...flags,
      ...rest,
    };
  }
  if (cell_type === "code")
    Object.assign(made, { execution_count: null, outputs: [] });
  return made;
}

export const answer = (id: string, source: string): Cell =>
  cell("code", source, { id, solution: true });

export const check = (id: string, points: number, source: string): Cell =>
  cell("code", source, { id, points, grade: true, locked: true });

/** A notebook for our kernel. */
export function notebook(cells: Cell[]): Notebook {
  const kernelspec = {
    name: "romanesco",
    display_name: "TypeScript (Romanesco)",
    language: "typescript",
  };
  return { cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
}
