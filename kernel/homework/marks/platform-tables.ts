import { findAssignmentOf, findMember, type Course } from "../course/course.ts";
import type { Scored } from "./scored.ts";

/** What a learning platform takes, and who is not in it, with the reason. */
export interface PlatformTable {
  rows: (string | number)[][];
  leftOut: string[];
}

const isReady = ({ pending }: Scored): boolean => pending === 0;

const waiting = (scored: Scored[]): string[] =>
  scored
    .filter((each) => !isReady(each))
    .map(({ graded }) => `${graded.student}: waits for points by a person`);

/** As the platform calls it. */
export const titleOf = (course: Course, assignment: string): string =>
  findAssignmentOf(course, assignment)?.[1].title ?? assignment;

/** In hundredths, as both platforms keep them. */
const round = (points: number): number => Math.round(points * 100) / 100;

/**
 * What Canvas's gradebook imports. Its importer wants these five columns in front, and finds a student by Canvas's own id,
 * else by SIS User ID, SIS Login ID or name. An empty cell would clear a grade: so each assignment has a table of its own,
 * without those whose points are not complete.
 * @param scored of one assignment
 */
export function makeCanvasTable(
  scored: Scored[],
  course: Course,
): PlatformTable {
  const assignment = scored[0]!.graded.assignment;
  const maxPoints = Math.max(...scored.map((each) => each.maxPoints));
  const leftOut = waiting(scored);
  const rows = scored.filter(isReady).flatMap((each) => {
    const { student, platform } = each.graded;
    const member = findMember(course, each.graded);
    const { canvas, login, section = "" } = member?.cells ?? {};
    const id = canvas || (platform?.kind === "Canvas" ? platform.id : "");
    if (!member && id === "") {
      leftOut.push(`${student}: is not in course.csv`);
      return [];
    }
    return [
      [
        ...[member?.name ?? "", id, member?.id ?? "", login || ""],
        ...[section, round(each.points)],
      ],
    ];
  });
  const title = titleOf(course, assignment);
  const head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"];
  return {
    rows: [
      [...head, title],
      ["Points Possible", "", "", "", "", maxPoints],
      ...rows,
    ],
    leftOut,
  };
}

/**
 * The grading worksheet that an assignment in Moodle takes ("Upload grading worksheet"): its importer reads the columns
 * Identifier, Grade, Last modified (grade) and Feedback comments, and knows a student by the participant's number.
 * @param scored of one assignment
 */
export function makeMoodleTable(
  scored: Scored[],
  course: Course,
): PlatformTable {
  const leftOut = waiting(scored);
  const rows = scored.filter(isReady).flatMap((each) => {
    const { student, name, platform } = each.graded;
    const member = findMember(course, each.graded);
    const number = findParticipant(each, course);
    if (number === "") {
      leftOut.push(
        `${student}: neither Moodle's folder nor a column "moodle" of course.csv tells the participant's number`,
      );
      return [];
    }
    return [
      [
        `Participant ${number}`,
        member?.name || platform?.name || name,
        member?.email ?? "",
        ...[round(each.points), each.maxPoints, ""],
        each.late,
      ],
    ];
  });
  const head = ["Identifier", "Full name", "Email address", "Grade"];
  const rest = ["Maximum Grade", "Last modified (grade)", "Feedback comments"];
  return { rows: [[...head, ...rest], ...rows], leftOut };
}

/** Moodle's number of a student in an assignment; empty if nothing tells it. */
export function findParticipant({ graded }: Scored, course: Course): string {
  const { platform } = graded;
  if (platform?.kind === "Moodle") return platform.id;
  return findMember(course, graded)?.cells.moodle ?? "";
}
