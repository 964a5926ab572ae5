import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, test } from "vitest";
import { writeNotebook } from "../../kernel/homework/format/write-notebook.ts";
import {
  makeNbgraderEnvironment,
  NbgraderCourse,
} from "../homework/nbgrader-course.ts";
import {
  answered,
  expectPoints,
  file,
  makePhotos,
  students,
} from "../homework/photos-homework.ts";

const folder = mkdtempSync(join(tmpdir(), "romanesco-photos-"));
let course: NbgraderCourse;

beforeAll(async () => {
  const place = join(folder, "source", "photos");
  await makePhotos(join(place, "photos"));
  cpSync(file, join(place, "photos.ipynb"));
});
afterAll(async () => {
  await course?.remove();
  rmSync(folder, { recursive: true, force: true });
});

test("nbgrader's autograde gives the photos homework the same points", async () => {
  makeNbgraderEnvironment();
  course = new NbgraderCourse();
  cpSync(join(folder, "source"), join(course.folder, "source"), {
    recursive: true,
  });
  await course.nbgrader("generate_assignment", "photos");
  for (const student of students)
    course.write(
      `submitted/${student}/photos/photos.ipynb`,
      writeNotebook(answered(student)),
    );
  await course.nbgrader("autograde", "photos");
  for (const student of students)
    expectPoints(
      student,
      Object.entries(await course.pointsOf("photos", student)),
    );
}, 600_000);
