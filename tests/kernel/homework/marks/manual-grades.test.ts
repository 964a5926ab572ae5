import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  updateManualGrades,
  withManualGrades,
} from "../../../../kernel/homework/marks/manual-grades.ts";
import { readAllGraded } from "../../../../kernel/homework/files/graded.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "romanesco-by-hand-"));
  file = join(folder, "graded", "by-hand.csv");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** @param answers by question; those are for a person, "check" is not */
function grade(
  student: string,
  answers: Record<string, string>,
  assignment = "hw1",
): void {
  const place = join(folder, "graded", student, assignment);
  mkdirSync(place, { recursive: true });
  const scores = Object.keys(answers).map((gradeId) => ({
    gradeId,
    maxPoints: 2,
    points: gradeId === "check" ? 0 : undefined,
    reasons: [],
  }));
  const graded = { student, assignment, scores, answers, notes: [] };
  writeFileSync(join(place, "result.json"), JSON.stringify(graded));
}
const read = (): string => readFileSync(file, "utf8").replace(/^\uFEFF/, "");
const type = (from: string, to: string): void =>
  writeFileSync(file, read().replace(from, to));
const marks = (): unknown[] => {
  const { given } = updateManualGrades(folder);
  return readAllGraded(folder).flatMap((graded) =>
    withManualGrades(graded, given).map(({ gradeId, points, comment }) => [
      ...[graded.student, graded.assignment, gradeId],
      ...[points, comment].filter((each) => each !== "" && each !== undefined),
    ]),
  );
};

test("keeps the marks of two assignments in one folder of submissions apart", () => {
  grade("ann", { why: "v1" }, "hw1");
  updateManualGrades(folder);
  type("ann,hw1,why,,2", "ann,hw1,why,1.5,2");
  grade("ann", { why: "v2" }, "hw2");
  updateManualGrades(folder);
  type("ann,hw2,why,,2", "ann,hw2,why,1,2");
  expect(marks()).toEqual([
    ["ann", "hw1", "why", 1.5],
    ["ann", "hw2", "why", 1],
  ]);
});

test("keeps a mark whose question or student is gone, names its line, and uses it when they are back", () => {
  grade("ann", { why: "v1" });
  updateManualGrades(folder);
  type("ann,hw1,why,,2,", 'ann,hw1,why,1.5,2,"-1 for style, = nearly"');
  grade("ann", { how: "v1" });
  const { unused } = updateManualGrades(folder);
  expect(unused).toEqual([
    "line 2 (ann, why) stays, and does not count: hw1 has no question why",
  ]);
  rmSync(join(folder, "graded", "ann"), { recursive: true });
  expect(updateManualGrades(folder).unused[0]).toContain(
    "no submission of ann",
  );
  grade("ann", { why: "v1" });
  expect(marks()).toEqual([
    ["ann", "hw1", "why", 1.5, "-1 for style, = nearly"],
  ]);
});

test("leaves the former file beside each that it writes, and writes only what is new", () => {
  grade("ann", { why: "v1" });
  updateManualGrades(folder);
  type("ann,hw1,why,,2", "ann,hw1,why,1.5,2");
  const typed = read();
  updateManualGrades(folder);
  updateManualGrades(folder);
  const former = readdirSync(join(folder, "graded")).filter((name) =>
    /^by-hand\..+\.csv$/.test(name),
  );
  expect(
    former.map((name) => readFileSync(join(folder, "graded", name), "utf8")),
  ).toEqual([typed]);
});

test("names lines that match nobody, with what may have been meant", () => {
  grade("007", { why: "v1" });
  grade("ann", { why: "v1" });
  updateManualGrades(folder);
  writeFileSync(
    file,
    "student,assignment,question,points\n7,hw1,why,1\nAnn,hw1,why,2\nann,hw1,wy,2\nann,hw3,why,1\nann,hw1,why,1\nann,hw1,why,2\n",
  );
  expect(updateManualGrades(folder).unused).toEqual([
    "line 2 (7, why) stays, and does not count: no submission of 7 is graded; is 007 meant?",
    "line 3 (Ann, why) stays, and does not count: no submission of Ann is graded; is ann meant?",
    "line 4 (ann, wy) stays, and does not count: hw1 has no question wy; is why meant?",
    "line 5 (ann, why) stays, and does not count: hw3 of ann is not graded; is hw1 meant?",
    "line 7 (ann, why): is there twice, and counts",
  ]);
  expect(read()).toContain("\n7,hw1,why,1,");
});

test("keeps a former mark for a new answer, and says that it changed until somebody has looked", () => {
  grade("ann", { why: "v1" });
  updateManualGrades(folder);
  type("ann,hw1,why,,2", "ann,hw1,why,1.5,2");
  updateManualGrades(folder);
  grade("ann", { why: "v2" });
  const isChanged = () =>
    [...updateManualGrades(folder).given.values()][0]?.isChanged;
  expect([isChanged(), read().includes("changed since")]).toEqual([true, true]);
  expect(marks()).toEqual([["ann", "hw1", "why", 1.5]]);
  type("why,1.5,", "why,2,");
  expect(isChanged()).toBe(false);
  grade("ann", { why: "v3" });
  expect(isChanged()).toBe(true);
  type("v2=2", "");
  expect(isChanged()).toBe(false);
});

test("a mark that overrules a check says so", () => {
  grade("ann", { check: "v1" });
  updateManualGrades(folder);
  writeFileSync(file, "student,question,points\nann,check,2\n");
  const { given } = updateManualGrades(folder);
  expect(withManualGrades(readAllGraded(folder)[0]!, given)).toMatchObject([
    { points: 2, overruled: 0 },
  ]);
});

test("takes what Excel writes: a byte order mark, UTF-16, semicolons, commas in numbers; refuses what it cannot tell", () => {
  grade("王伟", { why: "v1" });
  const text = "student;question;points;comment\n王伟;why;1,5;gut\n";
  const expected = [["王伟", "hw1", "why", 1.5, "gut"]];
  for (const content of [
    `\uFEFF${text}`,
    Buffer.from(`\uFEFF${text.replaceAll(";", "\t")}`, "utf16le"),
  ]) {
    writeFileSync(file, content);
    expect(marks()).toEqual(expected);
  }
  // Excel needs it to read the letters right.
  expect(readFileSync(file, "utf8").startsWith("\uFEFF")).toBe(true);
  writeFileSync(file, Buffer.from("student,question\nJos\xe9,why\n", "latin1"));
  expect(() => updateManualGrades(folder)).toThrow('"CSV UTF-8"');
});

test("keeps a teacher's own columns, and refuses points that are none with their line", () => {
  grade("ann", { why: "v1" });
  writeFileSync(
    join(folder, "graded", "by-hand.csv"),
    "student,question,points,grader\nann,why,1,Eve\n",
  );
  updateManualGrades(folder);
  expect(read()).toContain(",grader\nann,hw1,why,1,2,,,v1=1,Eve\n");
  type("why,1,", "why,0x1,");
  expect(() => updateManualGrades(folder)).toThrow('line 2: "0x1"');
});
