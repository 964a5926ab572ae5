import { writePoints } from "../format/points.ts";
import type { Graded } from "../files/graded.ts";
import { printable } from "../files/printable.ts";

/** What another grading of the same submission has changed, question by question; undefined if nothing. */
export function describeChange(
  before: Graded,
  { student, submissionHash, scores }: Graded,
): string | undefined {
  if (before.submissionHash !== submissionHash) return undefined;
  const given = new Map(
    before.scores.map(({ gradeId, points }) => [gradeId, points]),
  );
  const write = (points: number | undefined) =>
    points === undefined ? "–" : writePoints(points);
  const changed = scores
    .filter(
      ({ gradeId, points }) =>
        write(points) !== write(given.get(gradeId)) || !given.has(gradeId),
    )
    .map(
      ({ gradeId, points }) =>
        `${gradeId} ${given.has(gradeId) ? write(given.get(gradeId)) : "not there"} -> ${write(points)}`,
    );
  const gone = before.scores
    .filter((old) => !scores.some(({ gradeId }) => gradeId === old.gradeId))
    .map(({ gradeId }) => `${gradeId} is gone`);
  const all = [...changed, ...gone];
  if (all.length === 0) return undefined;
  return printable(`other points than before: ${student}: ${all.join(", ")}`);
}
