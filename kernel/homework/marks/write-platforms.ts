import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Course } from "../course/course.ts";
import { writeAtomically } from "../files/atomic-write.ts";
import { writeCsv } from "../files/csv.ts";
import { gradedFolder, resultFolder } from "../files/graded.ts";
import { printable } from "../files/printable.ts";
import { packZip } from "../format/zip.ts";
import {
  findParticipant,
  makeCanvasTable,
  makeMoodleTable,
  type PlatformTable,
} from "./platform-tables.ts";
import type { Scored } from "./scored.ts";

/**
 * Writes what Canvas and Moodle import, for each assignment: graded/ASSIGNMENT.canvas.csv, ASSIGNMENT.moodle.csv and
 * ASSIGNMENT.moodle-feedback.zip; each only if it has a student in it.
 * @returns lines for the teacher: what was written, and who is not in it
 */
export function writePlatforms(
  folder: string,
  scored: Scored[],
  course: Course,
): string[] {
  const names = [...new Set(scored.map(({ graded }) => graded.assignment))];
  return names.flatMap((name) => {
    const these = scored.filter(({ graded }) => graded.assignment === name);
    const place = join(gradedFolder(folder), name);
    return [
      ...writeTable(`${place}.canvas.csv`, makeCanvasTable(these, course), 2),
      ...writeTable(`${place}.moodle.csv`, makeMoodleTable(these, course), 1),
      ...writeMoodleFeedback(folder, these, course),
    ];
  });
}

/** @param heads lines that are not about a student */
function writeTable(
  file: string,
  { rows, leftOut }: PlatformTable,
  heads: number,
): string[] {
  if (rows.length <= heads) return [];
  // No byte order mark: Moodle's importer would take it for a part of the first column's name.
  const text = writeCsv(rows).replace(/^\uFEFF/, "");
  writeAtomically(file, text, { replace: true });
  return [
    `wrote ${file}`,
    ...leftOut.map((each) => printable(`  without ${each}`)),
  ];
}

/** "Upload multiple feedback files in a zip" finds a student by the number in a folder's name, as its own download has it. */
function writeMoodleFeedback(
  folder: string,
  scored: Scored[],
  course: Course,
): string[] {
  const files: Record<string, Uint8Array> = {};
  for (const each of scored) {
    const { student, name, assignment, platform } = each.graded;
    const number = findParticipant(each, course);
    if (number === "") continue;
    const person = (platform?.name || name || student).replace(/[_/\\]/g, " ");
    const page = join(
      resultFolder(folder, student, assignment),
      "feedback.html",
    );
    const entry = `${person}_${number}_assignsubmission_file_/feedback.html`;
    files[entry] = readFileSync(page);
  }
  if (Object.keys(files).length === 0) return [];
  const { assignment } = scored[0]!.graded;
  const zip = join(gradedFolder(folder), `${assignment}.moodle-feedback.zip`);
  writeAtomically(zip, packZip(files), { replace: true });
  return [`wrote ${zip}`];
}
