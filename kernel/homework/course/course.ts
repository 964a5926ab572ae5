import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import {
  describeLateness,
  findLateness,
  readDue,
  readLateRule,
  type Due,
  type Lateness,
} from "../format/late-rule.ts";
import { HomeworkError } from "../format/errors.ts";
import { toFolderName } from "../files/folder-name.ts";
import { isRecord } from "../format/notebook.ts";
import { CommandError } from "../../command.ts";
import type { Graded } from "../files/graded.ts";
import { readText } from "../files/files.ts";
import { readRoster, Roster, type Member } from "./roster.ts";

/** What course.json says of an assignment. */
export interface CourseAssignment extends Due {
  /** What Canvas and Moodle call it (default: as it is called here). */
  title?: string | undefined;
}

/** A course's course.json and course.csv, either of which may be missing. */
export interface Course {
  assignments: Map<string, CourseAssignment>;
  roster: Roster;
  /** Its public key, PEM: who signs for what has arrived. */
  key: string | undefined;
}

/** Folders that are looked into: source/ASSIGNMENT stands below the course's own. */
const furthest = 3;

/** Of a folder of submissions. Not what stands in it: it may be one that students can write to. */
export const findCourseAbove = (submissions: string): Course =>
  findCourse(dirname(resolve(submissions)));

/**
 * The course that a folder belongs to: the nearest course.json and course.csv, there or in a folder above.
 * @throws CommandError if one of them cannot be read
 */
export function findCourse(folder: string): Course {
  const [json, csv] = ["course.json", "course.csv"].map((name) =>
    findAbove(folder, name),
  );
  const roster = csv ? readRoster(readFileSync(csv), csv) : new Roster([]);
  if (!json) return { assignments: new Map(), roster, key: undefined };
  return { ...readCourse(json), roster };
}

function findAbove(folder: string, name: string): string | undefined {
  let place = resolve(folder);
  for (let up = 0; up < furthest; up++, place = dirname(place))
    if (existsSync(join(place, name))) return join(place, name);
  return undefined;
}

function readCourse(file: string): Omit<Course, "roster"> {
  const value = parse(file);
  const { assignments = {}, courseKey } = value;
  if (!isRecord(assignments)) throw wrong(file, '"assignments" is no object');
  const read = Object.entries(assignments).map(([name, each]) => {
    try {
      return [name, readAssignment(each)] as const;
    } catch (error) {
      if (!(error instanceof HomeworkError)) throw error;
      throw wrong(file, `${name}: ${error.message}`);
    }
  });
  const key = typeof courseKey === "string" ? courseKey : undefined;
  return { assignments: new Map(read), key: key && readKey(file, key) };
}

/** @param key PEM, or the name of its file */
function readKey(file: string, key: string): string {
  if (key.startsWith("-----BEGIN")) return key;
  const path = resolve(dirname(file), key);
  if (existsSync(path)) return readText(path);
  throw new CommandError(
    `${file}: its "courseKey", ${path}, is not there. Make it from your own key: openssl pkey -in course-key.pem -pubout -out ${key}. Or leave out "courseKey"`,
  );
}

function readAssignment(value: unknown): CourseAssignment {
  const { due, late, title } = isRecord(value) ? value : {};
  if (typeof due !== "string")
    throw new HomeworkError('it has no "due": a time like 2026-12-01T23:59Z');
  readDue(due);
  const rule = typeof late === "string" ? late : undefined;
  readLateRule(rule);
  return {
    ...{ due, late: rule },
    title: typeof title === "string" ? title : undefined,
  };
}

function parse(file: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(readText(file));
    if (isRecord(value)) return value;
  } catch (error) {
    throw wrong(file, (error as Error).message);
  }
  throw wrong(file, "it holds no object");
}

const wrong = (file: string, problem: string): CommandError =>
  new CommandError(
    `${file}: ${problem}. It looks like this: {"assignments": {"photos": {"due": "2026-12-01T23:59+01:00", "late": "10%/day, 0 after 7 days"}}}`,
  );

/** What holds for a result; one of several notebooks of an assignment is called after both. */
export function findAssignmentOf(
  { assignments }: Course,
  result: string,
): [string, CourseAssignment] | undefined {
  return [...assignments].find(
    ([name]) => result === name || result.startsWith(`${name}-`),
  );
}

/** Who of the course's list it is. Only a platform is believed for a name: in a receipt students write what they like. */
export const findMember = (
  { roster }: Course,
  { student, platform }: Pick<Graded, "student" | "platform">,
): Member | undefined =>
  roster.find(student, ...(platform ? [platform.name] : []));

/** Who of the course's list an id belongs to, if that is neither who submitted, nor of one group with them. */
export function findOther(
  course: Course,
  submission: Pick<Graded, "student" | "platform"> & { by?: string },
  id: string,
): Member | undefined {
  const { roster } = course;
  const named = roster.find(toFolderName(id));
  const by =
    submission.by === undefined ? undefined : roster.find(submission.by);
  const own = findMember(course, submission);
  const isOne = named === own || named === by;
  const isGroup = named?.group !== "" && named?.group === own?.group;
  return isOne || isGroup ? undefined : named;
}

/** It is due, and nothing tells when it came: then it counts as in time. */
export const lacksTime = (course: Course, graded: Graded): boolean =>
  graded.time === "" &&
  graded.received === undefined &&
  findAssignmentOf(course, graded.assignment) !== undefined;

/** How late a submission came, by the course's signature where there is one, and what that costs. */
export function findGradedLateness(
  course: Course,
  graded: Graded,
  maxPoints: number,
): (Lateness & { words: string | undefined }) | undefined {
  const [name, due] = findAssignmentOf(course, graded.assignment) ?? [];
  const at = Date.parse(graded.received ?? graded.time);
  if (name === undefined || due === undefined || Number.isNaN(at))
    return undefined;
  const { extensions } = findMember(course, graded) ?? {};
  const extensionMs = extensions?.get(name) ?? extensions?.get("") ?? 0;
  const lateness = findLateness(due, at, { extensionMs, maxPoints });
  return { ...lateness, words: describeLateness(lateness, due.late) };
}
