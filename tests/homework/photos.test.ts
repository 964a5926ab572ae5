import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Graded } from "../../kernel/homework/files/graded.ts";
import {
  parseNotebook,
  type Notebook,
} from "../../kernel/homework/format/notebook.ts";
import { release } from "../../kernel/homework/format/pipeline.ts";
import { writeNotebook } from "../../kernel/homework/format/write-notebook.ts";
import { makeNbgraderEnvironment, NbgraderCourse } from "./nbgrader-course.ts";
import { romanesco } from "./romanesco.ts";

// The homework itself, handed in three times; with small photos beside the source, as the teacher's page has it.
const file = resolve("notebooks/homework/source/photos/photos.ipynb");
const source = parseNotebook(readFileSync(file, "utf8"), file);
const folder = mkdtempSync(join(tmpdir(), "romanesco-photos-"));
const sourceFolder = join(folder, "source", "photos");
const submitted = join(folder, "submitted");
let course: NbgraderCourse;

const solved = Object.fromEntries(
  source.cells.map((cell) => [
    cell.metadata.nbgrader?.grade_id ?? "",
    cell.source,
  ]),
);

/** What each wrote, by the cell's name; the rest is as released. */
const submissions: Record<string, Record<string, string>> = {
  perfect: solved,
  empty: {},
  half: {
    "list-photos": solved["list-photos"]!,
    // Shrinks first, as one chain of calls does.
    "process-photo": `async function processPhoto(path: string): Promise<Processed> {
  const name = basename(path);
  const { width, height } = await openPhoto(path)
    .blur(25)
    .resize({ width: 3400, height: 3400, fit: "inside", withoutEnlargement: true })
    .toFile(join(processedFolder, name));
  return { name, width, height };
}`,
    // All at once.
    serial: `async function runSerial(paths: string[], task: Task = processPhoto): Promise<Processed[]> {
  return await Promise.all(paths.map(task));
}`,
    executor: solved.executor!,
    // One worker, and it stays.
    pool: `async function runPool(paths: string[], task: Task = processPhoto): Promise<Processed[]> {
  return await new Pool(1).map(task, paths);
}`,
  },
};

/** The points of the checks. The plot and the explanation are for a person, unless nothing was written there. */
const points = {
  perfect: {
    "list-photos-test": 2,
    "process-photo-test": 4,
    "serial-test": 2,
    "executor-test": 3,
    "pool-test": 3,
    "compare-test": 1,
  },
  empty: {
    "list-photos-test": 0,
    "process-photo-test": 0,
    "serial-test": 0,
    "executor-test": 0,
    "pool-test": 0,
    "compare-test": 0,
    "speed-up-test": 0,
    plot: 0,
    explain: 0,
  },
  half: {
    "list-photos-test": 2,
    // All but the width of the edge.
    "process-photo-test": 3.33,
    // The order, not one at a time.
    "serial-test": 1,
    "executor-test": 3,
    // Neither a worker for each core nor none left behind.
    "pool-test": 1.5,
    "compare-test": 0,
    "speed-up-test": 0,
    plot: 0,
    explain: 0,
  },
};
const students = Object.keys(points) as (keyof typeof points)[];

/** The students' copy with answers in it. */
function answered(answers: Record<string, string>): Notebook {
  const copy = release(source);
  const cells = copy.cells.map((cell) => {
    const { grade_id, solution } = cell.metadata.nbgrader ?? {};
    return solution
      ? { ...cell, source: answers[grade_id!] ?? cell.source }
      : cell;
  });
  return { ...copy, cells };
}

/** Fifteen photos with stripes. */
async function makePhotos(place: string): Promise<void> {
  mkdirSync(place, { recursive: true });
  for (let n = 1; n <= 15; n++)
    await sharp(
      Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="800">
        <pattern id="stripes" width="${20 + n}" height="10" patternUnits="userSpaceOnUse">
          <rect width="10" height="10" fill="white"/></pattern>
        <rect width="100%" height="100%" fill="url(#stripes)"/></svg>`),
    )
      .jpeg()
      .toFile(join(place, `photo-${String(n).padStart(2, "0")}.jpg`));
}

async function submit(student: keyof typeof points): Promise<void> {
  const home = join(folder, student);
  cpSync(sourceFolder, home, { recursive: true });
  const notebook = join(home, "photos.ipynb");
  writeFileSync(notebook, writeNotebook(answered(submissions[student]!)));
  const args = ["--student-id", student, "--name", student, "--yes"];
  expect(
    await romanesco(["submit", notebook, ...args, "--out", submitted], {
      env: { XDG_CONFIG_HOME: home },
    }),
  ).toMatchObject({ code: 0, err: "" });
}

beforeAll(async () => {
  await makePhotos(join(sourceFolder, "photos"));
  cpSync(file, join(sourceFolder, "photos.ipynb"));
  await Promise.all(students.map(submit));
}, 300_000);
afterAll(async () => {
  await course?.remove();
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

test("nbgrader's autograde gives the photos homework the same points", () => {
  makeNbgraderEnvironment();
  course = new NbgraderCourse();
  cpSync(join(folder, "source"), join(course.folder, "source"), {
    recursive: true,
  });
  course.nbgrader("generate_assignment", "photos");
  for (const student of students)
    course.write(
      `submitted/${student}/photos/photos.ipynb`,
      writeNotebook(answered(submissions[student]!)),
    );
  course.nbgrader("autograde", "photos");
  for (const student of students)
    expectPoints(student, Object.entries(course.pointsOf("photos", student)));
}, 600_000);

/** On a machine that does other things too a speed-up may not show: the perfect one has half of that point at least. */
function expectPoints(
  student: keyof typeof points,
  given: [string, number | null | undefined][],
): void {
  const got = Object.fromEntries(given);
  expect(got).toMatchObject(points[student]);
  if (student !== "perfect") return;
  expect([0.5, 1]).toContain(got["speed-up-test"]);
  expect([got.plot ?? null, got.explain ?? null]).toEqual([null, null]);
}
