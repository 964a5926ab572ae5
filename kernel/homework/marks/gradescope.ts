import { writePoints } from "../format/points.ts";
import type { Scored } from "./scored.ts";

/** Gradescope's results.json (https://gradescope-autograders.readthedocs.io/en/latest/specs/). */
export function makeGradescopeResults({
  graded,
  scores,
  points,
  lost,
  late,
}: Scored): object {
  return {
    execution_time: Math.round(graded.seconds),
    // Where there is a score of the whole, it counts in place of the tests' sum.
    ...(lost > 0 && {
      score: Number(writePoints(points)),
      output: `-${writePoints(lost)} points: ${late}`,
    }),
    visibility: "visible",
    tests: scores.map(({ gradeId, points, maxPoints, reasons, comment }) => ({
      name: gradeId,
      score: points ?? 0,
      max_score: maxPoints,
      status: points === maxPoints ? "passed" : "failed",
      output: [...reasons, comment].filter(Boolean).join("\n"),
    })),
  };
}
