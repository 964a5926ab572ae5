import { writePoints } from "../format/points.ts";
import { printable } from "../files/printable.ts";
import type { Marked } from "./manual-grades.ts";
import type { Scored } from "./scored.ts";

/** What persons have overruled, and what they should look at again. */
function noteManualGrades(scores: Marked[]): string[] {
  return scores.flatMap(({ gradeId, points, overruled, isChanged }) => [
    ...(overruled === undefined || points === undefined
      ? []
      : [
          `${gradeId}: ${writePoints(points)} by hand, ${writePoints(overruled)} by its check`,
        ]),
    ...(isChanged ? [`${gradeId}: changed since its points were given`] : []),
  ]);
}

/** grades.csv: a line a student and assignment. */
export function makeGradesTable(scored: Scored[]): (string | number)[][] {
  const questions = [
    ...new Set(
      scored.flatMap(({ scores }) => scores.map(({ gradeId }) => gradeId)),
    ),
  ];
  const rows = scored.map((each) => {
    const { graded, scores, points, maxPoints, pending, late } = each;
    const given = questions.map(
      (id) => scores.find(({ gradeId }) => gradeId === id)?.points ?? "",
    );
    const notes = [late, ...graded.notes, ...noteManualGrades(scores)];
    return [
      ...[graded.student, graded.name, graded.assignment],
      ...[graded.received ?? graded.time, points, maxPoints, pending],
      ...given,
      printable(notes.filter((note) => note !== "").join("; ")),
    ];
  });
  return [
    [
      ...["student", "name", "assignment", "time", "points", "of", "waiting"],
      ...questions,
      "notes",
    ],
    ...rows,
  ];
}
