import { expect, test } from "vitest";
import { makeClassPage } from "../../../../kernel/homework/marks/class-page.ts";
import type { Scored } from "../../../../kernel/homework/marks/scored.ts";

const scored = (
  student: string,
  a: number,
  b: number | undefined,
  more: Partial<Scored> = {},
): Scored => ({
  graded: {
    ...{ student, name: "", assignment: "photos", time: "", notes: [] },
    ...{ submissionHash: "", sourceHash: "", seconds: 1, scores: [] },
    isTimingLost: false,
  },
  scores: [
    { gradeId: "a", points: a, maxPoints: 3, reasons: [] },
    { gradeId: "b", points: b, maxPoints: 2, reasons: [] },
  ].map((score) => ({ ...score, comment: "", isChanged: false })),
  ...{ points: a + (b ?? 0), maxPoints: 5, lost: 0, late: "" },
  pending: b === undefined ? 2 : 0,
  ...more,
});

test("shows what the class found hard, and a line with a link for each student, in order", () => {
  const page = makeClassPage({
    assignment: "photos",
    scored: [
      scored("s10", 3, 0),
      scored("s9", 0, 2, { late: "2 hours late" }),
      scored("<b>", 3, undefined),
    ],
    titleOf: (id) => `Question ${id}`,
    addressOf: ({ graded }) => `${encodeURIComponent(graded.student)}/x.html`,
  });
  expect(page).toContain(
    "3 students · mean 2.67 of 5 points · median 3 · from 2 to 3 · 1 late · 1 to be marked",
  );
  const rows = page
    .split("\n")
    .filter((line) => line.startsWith("<tr>"))
    .map((row) => row.replace(/<\/?(?:td|div|tr)[^>]*>/g, " ").split(/ +/));
  expect(rows.map((row) => row.join(" ").trim())).toEqual([
    'Question a 2 of 3 <meter max="100" value="67">67%</meter> 2 1',
    'Question b 1 of 2 <meter max="100" value="50">50%</meter> 1 1',
    '<a href="%3Cb%3E/x.html">&lt;b&gt;</a> 3 3 – 2 points to be marked',
    '<a href="s9/x.html">s9</a> 2 0 2 2 hours late',
    '<a href="s10/x.html">s10</a> 3 3 0',
  ]);
});
