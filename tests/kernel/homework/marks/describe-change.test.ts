import { expect, test } from "vitest";
import type { Graded } from "../../../../kernel/homework/files/graded.ts";
import { describeChange } from "../../../../kernel/homework/marks/describe-change.ts";

const graded = (
  points: Record<string, number | undefined>,
  submissionHash = "a",
): Graded => ({
  ...{ student: "ann", name: "Ann", assignment: "photos", time: "" },
  ...{ submissionHash, sourceHash: "", notes: [], seconds: 0 },
  isTimingLost: false,
  scores: Object.entries(points).map(([gradeId, given]) => ({
    ...{ gradeId, points: given, maxPoints: 3, reasons: [] },
  })),
});

test("names the questions whose points another grading of the same submission has changed", () => {
  const before = graded({ a: 1, b: 2, c: undefined, old: 1 });
  const after = graded({ a: 1, b: 3, c: undefined, fresh: 0 });
  expect(describeChange(before, after)).toBe(
    "other points than before: ann: b 2 -> 3, fresh not there -> 0, old is gone",
  );
  expect(describeChange(before, before)).toBeUndefined();
});

test("another submission is no other grading", () => {
  expect(
    describeChange(graded({ a: 1 }), graded({ a: 2 }, "b")),
  ).toBeUndefined();
});
