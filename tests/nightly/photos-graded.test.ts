import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Graded } from "../../kernel/homework/files/graded.ts";
import { writeNotebook } from "../../kernel/homework/format/write-notebook.ts";
import {
  answered,
  expectPoints,
  file,
  makePhotos,
  type Student,
  students,
} from "../homework/photos-homework.ts";
import { romanesco } from "../homework/romanesco.ts";

// With small photos beside the source, as the teacher's page has it. photos.test.ts grades the same with nbgrader.
const folder = mkdtempSync(join(tmpdir(), "romanesco-photos-"));
const sourceFolder = join(folder, "source", "photos");
const submitted = join(folder, "submitted");

async function submit(student: Student): Promise<void> {
  const home = join(folder, student);
  cpSync(sourceFolder, home, { recursive: true });
  const notebook = join(home, "photos.ipynb");
  writeFileSync(notebook, writeNotebook(answered(student)));
  const args = ["--student-id", student, "--name", student, "--yes"];
  expect(
    await romanesco(["submit", notebook, ...args, "--out", submitted], {
      env: { XDG_CONFIG_HOME: home },
    }),
  ).toMatchObject({ code: 0, err: "" });
  // Whatever the checks try an answer on is gone, also when it threw.
  const left = readdirSync(home);
  expect(left).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/^(edge\.jpg|listed)$/)]),
  );
}

beforeAll(async () => {
  await makePhotos(join(sourceFolder, "photos"));
  cpSync(file, join(sourceFolder, "photos.ipynb"));
  await Promise.all(students.map(submit));
}, 300_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
});

test("perfect, empty and half-right photos homework, handed in, gets all, no and the right part of the points", async () => {
  const { code, err } = await romanesco([
    "grade",
    submitted,
    "--source",
    join(sourceFolder, "photos.ipynb"),
  ]);
  expect([code, err]).toEqual([0, ""]);
  for (const student of students) {
    const place = join(submitted, "graded", student, "photos", "result.json");
    const { scores } = JSON.parse(readFileSync(place, "utf8")) as Graded;
    expectPoints(
      student,
      scores.map((score) => [score.gradeId, score.points]),
    );
  }
  const feedback = await romanesco(["feedback", submitted]);
  // The perfect one's plot and explanation wait for a person.
  expect(feedback.code).toBe(1);
  const page = (student: string) =>
    readFileSync(
      join(submitted, "graded", student, "photos", "feedback.html"),
      "utf8",
    );
  expect(page("empty")).toContain("0 of 20 points");
  expect(page("half")).toContain("10.83 of 20 points");
  expect(page("half")).toContain("an edge about 20 pixels wide");
}, 300_000);
