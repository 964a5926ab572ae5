import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { readCsv, writeCsv } from "../files/csv.ts";
import { gradedFolder } from "../files/graded.ts";
import { writeAtomically } from "../files/atomic-write.ts";

/** A line of by-hand.csv by the names of its columns, a teacher's own ones too. */
export interface ManualGradeRow {
  /** Where it stands in the file; 0 for a new one. */
  line: number;
  cells: Record<string, string>;
}

export interface ManualGradesSheet {
  columns: string[];
  rows: ManualGradeRow[];
}

const ours = [
  ...["student", "assignment", "question", "points", "of", "comment"],
  // Ours to fill in: whether the answer is another now, and which one the points were given for.
  ...["changed", "answer"],
];

export const byHandFile = (folder: string): string =>
  join(gradedFolder(folder), "by-hand.csv");

export function readSheet(folder: string): ManualGradesSheet {
  const file = byHandFile(folder);
  if (!existsSync(file)) return { columns: ours, rows: [] };
  const [head, ...rest] = readCsv(readFileSync(file), file);
  const named = (head?.cells ?? []).map((cell, at) => {
    const known = ours.find((name) => name === cell.trim().toLowerCase());
    return known ?? (cell.trim() || `column ${at + 1}`);
  });
  const rows = rest.map(({ line, cells }) => {
    // What stands beyond the last named column was typed, too.
    for (let at = named.length; at < cells.length; at++)
      named.push(`column ${at + 1}`);
    const entries = cells.map((cell, at) => [named[at]!, cell]);
    return {
      line,
      cells: Object.fromEntries(entries) as ManualGradeRow["cells"],
    };
  });
  return { columns: [...new Set([...ours, ...named])], rows };
}

/**
 * Writes what is not there already, and leaves the former file beside it, with the time at which it was written.
 * @param isKept whether the former file is there already
 * @returns the sheet as it stands in the file now
 */
export function writeSheet(
  folder: string,
  sheet: ManualGradesSheet,
  { isKept = false } = {},
): ManualGradesSheet {
  const file = byHandFile(folder);
  const { columns, rows } = sheet;
  const cells = rows.map((row) => columns.map((name) => row.cells[name] ?? ""));
  const text = writeCsv([columns, ...cells]);
  const isThere = existsSync(file);
  if (isThere && readFileSync(file, "utf8") === text) return sheet;
  if (isThere && !isKept && readSheet(folder).rows.length > 0) keepFormer(file);
  writeAtomically(file, text, { replace: true });
  return readSheet(folder);
}

export function keepFormer(file: string): void {
  const time = statSync(file).mtime.toISOString().replace(/[:.]/g, "");
  for (let copy = 0; ; copy++) {
    const former = `${file.slice(0, -".csv".length)}.${time}${copy ? `-${copy}` : ""}.csv`;
    if (existsSync(former)) continue;
    writeAtomically(former, readFileSync(file));
    return;
  }
}
