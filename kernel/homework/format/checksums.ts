import { createHash } from "node:crypto";
import { isGrade, isLocked, isSolution, pointsOf } from "./grade-metadata.ts";
import type { Cell, Notebook } from "./notebook.ts";

/** Notes in each cell of a question what it was when released, so that a change shows. */
export function addChecksums(notebook: Notebook): Notebook {
  const cells = notebook.cells.map((cell) => {
    const { nbgrader } = cell.metadata;
    if (!nbgrader || !(isGrade(cell) || isSolution(cell) || isLocked(cell)))
      return cell;
    const added = {
      ...nbgrader,
      checksum: computeChecksum(cell),
      cell_type: cell.cell_type,
    };
    return { ...cell, metadata: { ...cell.metadata, nbgrader: added } };
  });
  return { ...notebook, cells };
}

/** nbgrader's: MD5 of text, type, flags, name and points, the last three as Python writes them. */
export function computeChecksum(cell: Cell): string {
  const hash = createHash("md5").update(cell.source).update(cell.cell_type);
  for (const flag of [isGrade(cell), isSolution(cell), isLocked(cell)])
    hash.update(flag ? "True" : "False");
  hash.update(cell.metadata.nbgrader?.grade_id ?? "");
  if (isGrade(cell)) hash.update(writePythonFloat(pointsOf(cell)));
  return hash.digest("hex");
}

/** Python's `str(float(value))`: 5 is "5.0", 1e-5 is "1e-05", 1e16 is "1e+16". */
export function writePythonFloat(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16))
    return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
  return Number.isInteger(value) ? `${value}.0` : String(value);
}
