import type { Marked } from "./manual-grades.ts";

/** Gradescope's results.json (https://gradescope-autograders.readthedocs.io/en/latest/specs/). */
export function makeGradescopeResults(
  scores: Marked[],
  seconds: number,
): object {
  return {
    execution_time: Math.round(seconds),
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
