import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Score } from "../../../lib/homework/score.ts";
import { readJson } from "../package-files.ts";

/** What grading found out about a student, kept in graded/STUDENT/result.json. */
export interface Graded {
  student: string;
  name: string;
  assignment: string;
  /** UTC; empty without a receipt. */
  time: string;
  /** Of submission and source: the same again need not be graded again. */
  submissionHash: string;
  sourceHash: string;
  scores: Score[];
  /** For the teacher. */
  notes: string[];
  seconds: number;
  /** Points were lost where time is measured, while others were graded beside: to be run once more, alone. */
  isTimingLost: boolean;
}

export const gradedFolder = (folder: string): string => join(folder, "graded");

export function readGraded(
  folder: string,
  student: string,
): Graded | undefined {
  const file = join(gradedFolder(folder), student, "result.json");
  if (!existsSync(file)) return undefined;
  return readJson(file) as unknown as Graded;
}

export function readAllGraded(folder: string): Graded[] {
  const graded = gradedFolder(folder);
  if (!existsSync(graded)) return [];
  return readdirSync(graded)
    .sort()
    .map((student) => readGraded(folder, student))
    .filter((each) => each !== undefined);
}
