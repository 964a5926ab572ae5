import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { CommandError } from "../../command.ts";
import type { Score } from "../format/score.ts";
import { readJson } from "../../installation/package-files.ts";

/** A student as a learning platform names its files. */
export interface PlatformStudent {
  kind: "Moodle" | "Canvas" | "Gradescope";
  /** Canvas's user, Moodle's participant; Gradescope has none. */
  id: string;
  /** Of the person; empty where the platform does not say it. */
  name: string;
}

/** What grading found out about a student, kept in graded/STUDENT/ASSIGNMENT/result.json. */
export interface Graded {
  student: string;
  name: string;
  assignment: string;
  /** UTC; empty without a receipt. */
  time: string;
  /** When it arrived, by the course's signature; without one the time is what the student's clock or the platform says. */
  received?: string;
  /** The learning platform that it comes from, and what that calls its student. */
  platform?: PlatformStudent;
  /** Of submission and source: the same again need not be graded again. */
  submissionHash: string;
  sourceHash: string;
  /** Path of the source, so that another assignment of the same name is not taken for this one. */
  source?: string;
  scores: Score[];
  /** A short hash of each question's answer: a mark given for another one shows. */
  answers?: Record<string, string>;
  /** For the teacher. */
  notes: string[];
  /** What was handed in could not be read. */
  isUnread?: boolean;
  /** The grader failed, twice: the next run tries again. */
  hasFailed?: boolean;
  seconds: number;
  /** Points were lost where time is measured, while others were graded beside: to be run once more, alone. */
  isTimingLost: boolean;
}

/** DIR/graded; another name if a student's folder is called that. */
export function gradedFolder(folder: string): string {
  const usual = join(folder, "graded");
  return !existsSync(usual) || isOurs(usual)
    ? usual
    : join(folder, "graded.romanesco");
}

/** Is it the folder of our results, not of a student? */
export function isOurs(graded: string): boolean {
  const isResult = (place: string) => existsSync(join(place, "result.json"));
  return (
    existsSync(join(graded, "by-hand.csv")) ||
    listFolders(graded).some(
      (student) => isResult(student) || listFolders(student).some(isResult),
    ) ||
    readdirSync(graded).length === 0
  );
}

const listFolders = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name))
    .sort();

/** Where the results of a student for an assignment stand. */
export const resultFolder = (
  folder: string,
  student: string,
  assignment: string,
): string => join(gradedFolder(folder), student, assignment);

export function readGraded(
  folder: string,
  student: string,
  assignment: string,
): Graded | undefined {
  return readResult(resultFolder(folder, student, assignment));
}

export function readAllGraded(folder: string): Graded[] {
  const graded = gradedFolder(folder);
  if (!existsSync(graded)) return [];
  return listFolders(graded)
    .flatMap(listFolders)
    .map(readResult)
    .filter((each) => each !== undefined);
}

/** @throws CommandError if there is no such folder, or nothing is graded in it */
export function readGradedFolder(folder: string): Graded[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new CommandError(`there is no folder ${folder}`);
  const all = readAllGraded(folder);
  if (all.length === 0)
    throw new CommandError(
      `nothing is graded in ${folder}. First: romanesco grade ${folder} --source NOTEBOOK`,
    );
  return all;
}

function readResult(place: string): Graded | undefined {
  const file = join(place, "result.json");
  if (!existsSync(file)) return undefined;
  return readJson(file) as unknown as Graded;
}
