import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findCourse } from "../../../../kernel/homework/course/course.ts";
import { readCsv } from "../../../../kernel/homework/files/csv.ts";
import { parseNotebook } from "../../../../kernel/homework/format/notebook.ts";
import { unpackZip } from "../../../../kernel/homework/format/zip.ts";
import { EssayCourse } from "./essay-course.ts";

const course = new EssayCourse();
const due = "2026-12-01T12:00+01:00";
const late = "10%/day, 30 minutes free, 0 after 7 days";
const forger = generateKeyPairSync("ed25519").privateKey;

beforeAll(async () => {
  const { publicKey } = course;
  course.write("course.pem", publicKey);
  course.write(
    "course.json",
    JSON.stringify({
      courseKey: "course.pem",
      assignments: { essay: { due, late, title: "Essay (42)" } },
    }),
  );
  course.write(
    "course.csv",
    [
      "id,name,email,group,extension,canvas,login,section",
      "ann,Ann Smith,ann@example.org,,,501,ann1,A",
      "bob,Bob Ray,bob@example.org,,essay 2 days,502,bob1,A",
      "cy,Cy Lee,cy@example.org,,,,cy1,B",
      "dot,Dot Fox,dot@example.org,,3 days,,,",
      "eve,Eve Oak,,,,,,",
    ].join("\n"),
  );
  await course.begin();
  // By their own clocks all but one are in time.
  const early = "2026-12-01T10:00:00.000Z";
  course.submit("ann", early, { received: "2026-12-02T12:00:00.000Z" });
  course.submit("bob", early, { received: "2026-12-02T12:00:00.000Z" });
  course.submit("cy", early, { received: "2026-12-09T11:00:00.000Z" });
  course.submit("eve", early, {
    received: "2026-12-01T09:00:00.000Z",
    by: forger,
  });
  course.submit("fay", "2026-12-01T11:20:00.000Z");
  const answer = course.answer("by Moodle");
  const place = "submitted/Dot Fox_77_assignsubmission_file_";
  course.write(`${place}/essay.ipynb`, answer);
  course.write(`${place}/timestamp.txt`, "2026-12-03 11:00:00 UTC\n");
  course.write("submitted/hal/essay/essay.ipynb", course.answer("by hal"));
  // Where students can write, neither counts.
  course.write("submitted/course.json", '{"assignments": {}}');
  course.write("submitted/course.csv", "id,extension\nann,9 days");
});
afterAll(() => course.remove());

test("says of a course's key that is not there how to make it", () => {
  const text = '{"courseKey": "course-key.pub"}';
  const file = course.write("keyless/course.json", text);
  expect(() => findCourse(dirname(file))).toThrow(
    /is not there.* -pubout -out course-key\.pub/,
  );
});

test("release writes into the copy when it is due, and what being late costs", () => {
  const copy = parseNotebook(readFileSync(course.copy, "utf8"), "copy");
  expect(copy.metadata.romanesco).toMatchObject({ due, late });
});

test("late work loses points by the course's signature, less for who has more time, in grades, feedback and tables for platforms", async () => {
  const { out } = await course.grade();
  expect(out).toMatch(/ann .*\n.*! late by 1 day 1 hour, which costs 2 points/);
  expect(out).not.toMatch(/bob .*\n.*! late/);
  expect(out).toContain("is not the course's signature for it");
  expect(out).toMatch(/hal .*\n.*! nothing tells when it came/);
  expect(out).toContain("the course has not signed for it");
  expect(out).toContain("left out: course.json: counts in a folder above");
  course.mark(9);
  const { code, out: said } = await course.feedback();
  expect(code).toBe(0);
  const rows = readCsv(course.read("grades.csv"), "grades.csv");
  const points = Object.fromEntries(
    rows.map(({ cells }) => [cells[0], cells[4]]),
  );
  expect(points).toMatchObject({
    // 25 hours are two begun days.
    ...{ ann: "7", bob: "9", cy: "0", eve: "9", fay: "9" },
    "Dot Fox_77": "9",
  });
  const page = course.read("ann/essay/feedback.html");
  expect(page).toContain(
    `late by 1 day 1 hour, which costs 2 points (${late})`,
  );
  expect(page).toMatch(/Handed in \w+day \d December 2026, \d\d:\d\d \(/);
  expect(JSON.parse(course.read("ann/essay/results.json"))).toMatchObject({
    score: 7,
  });
  expect(JSON.parse(course.read("bob/essay/results.json"))).not.toHaveProperty(
    "score",
  );
  expect(said).toContain("without fay: is not in course.csv");
});

test("the table for Canvas is what its importer reads", () => {
  expect(course.read("essay.canvas.csv").trim().split("\n")).toEqual([
    "Student,ID,SIS User ID,SIS Login ID,Section,Essay (42)",
    "Points Possible,,,,,10",
    "Dot Fox,,dot,,,9",
    "Ann Smith,501,ann,ann1,A,7",
    "Bob Ray,502,bob,bob1,A,9",
    "Cy Lee,,cy,cy1,B,0",
    "Eve Oak,,eve,,,9",
  ]);
});

test("the tables for Moodle know students by their numbers, and are named as it gave them out", () => {
  expect(course.read("essay.moodle.csv").trim().split("\n")).toEqual([
    "Identifier,Full name,Email address,Grade,Maximum Grade,Last modified (grade),Feedback comments",
    "Participant 77,Dot Fox,dot@example.org,9,10,,",
  ]);
  const zip = readFileSync(join(course.graded, "essay.moodle-feedback.zip"));
  const [name] = Object.keys(unpackZip(zip, "zip"));
  expect(name).toBe("Dot Fox_77_assignsubmission_file_/feedback.html");
});

test("a signature of the course that comes after grading counts at the next run, without grading again", async () => {
  const zip = course.submit("gus", "2026-12-01T11:40:00.000Z");
  await course.grade();
  course.countersign(zip, "2026-12-01T11:45:00.000Z");
  const { out } = await course.grade();
  expect(out).toContain("8 of 8 graded already");
  expect(course.read("gus/essay/result.json")).toContain(
    '"received": "2026-12-01T11:45:00.000Z"',
  );
});
