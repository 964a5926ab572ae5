import { findGradedLateness, type Course } from "../course/course.ts";
import type { Graded } from "../files/graded.ts";
import { sumPoints } from "../format/points.ts";
import {
  withManualGrades,
  type ManualGrades,
  type Marked,
} from "./manual-grades.ts";

/** A result with all that counts: what persons have given, and what being late costs. */
export interface Scored {
  graded: Graded;
  scores: Marked[];
  /** Of all questions, less what is deducted. */
  points: number;
  maxPoints: number;
  /** Points that a person has still to give. */
  pending: number;
  /** Points that are deducted for being late. */
  lost: number;
  /** That in words; empty if it came in time, or there is no time that it is due. */
  late: string;
}

export function addUp(
  graded: Graded,
  given: ReadonlyMap<string, ManualGrades>,
  course: Course,
): Scored {
  const scores = withManualGrades(graded, given);
  const { points, maxPoints, pending } = sumPoints(scores);
  const lateness = findGradedLateness(course, graded, maxPoints);
  const lost = Math.min(points, lateness?.lost ?? 0);
  return {
    ...{ graded, scores, points: points - lost, maxPoints, pending, lost },
    late: lateness?.words ?? "",
  };
}
