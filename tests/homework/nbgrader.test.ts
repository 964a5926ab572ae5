import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { release } from "../../kernel/homework/format/pipeline.ts";
import { writeNotebook } from "../../kernel/homework/format/write-notebook.ts";
import { photograph } from "../e2e/notebook-page.ts";
import { Browser } from "../labextension/browser.ts";
import { answer, check, notebook } from "../kernel/homework/format/samples.ts";
import { makeNbgraderEnvironment, NbgraderCourse } from "./nbgrader-course.ts";
import { romanesco } from "./romanesco.ts";
import { answered, perfect, source, type Answers } from "./small-course.ts";

let course: NbgraderCourse;

const submissions: Record<string, Answers> = {
  perfect,
  empty: {},
  half: {
    add: "function add(a: number, b: number): number {\n  return 3;\n}",
    double: perfect.double,
  },
  exit: { ...perfect, double: "process.exit(0);" },
  prints: {
    ...perfect,
    double: 'function double(n: number) { console.log("2"); return 1; }',
  },
};

beforeAll(async () => {
  makeNbgraderEnvironment();
  course = new NbgraderCourse();
  course.write("source/small/small.ipynb", writeNotebook(source));
  await course.nbgrader("generate_assignment", "small");
  for (const [student, answers] of Object.entries(submissions))
    course.write(
      `submitted/${student}/small/small.ipynb`,
      writeNotebook(answered(answers)),
    );
  const whole = answered(perfect);
  const cells = whole.cells.filter(
    (cell) => cell.metadata.nbgrader?.grade_id !== "double-test",
  );
  course.write(
    "submitted/deleted/small/small.ipynb",
    writeNotebook({ ...whole, cells }),
  );
  await course.nbgrader("autograde", "small");
}, 600_000);
afterAll(() => course.remove());

const pointsOf = (student: string, assignment = "small") =>
  course.pointsOf(assignment, student);

test("autograde gives what our own grading gives: all, nothing, parts", async () => {
  expect(await pointsOf("perfect")).toEqual({
    "add-test": 2,
    "double-test": 2,
    "last-test": 1,
    why: null,
  });
  expect(await pointsOf("empty")).toEqual({
    "add-test": 0,
    "double-test": 0,
    "last-test": 0,
    why: 0,
  });
  expect(await pointsOf("half")).toMatchObject({
    "add-test": 1,
    "double-test": 2,
  });
  expect(await pointsOf("prints")).toMatchObject({
    "add-test": 2,
    "double-test": 0,
    "last-test": 1,
  });
});

test("a cell that ends its process does not end the grading; nbgrader runs on without the variables before it", async () => {
  expect(await pointsOf("exit")).toMatchObject({
    "add-test": 2,
    "double-test": 0,
  });
});

test("a deleted test comes back and counts", async () => {
  expect(await pointsOf("deleted")).toMatchObject({
    "double-test": 2,
    "last-test": 1,
  });
});

test("Node's warnings cost no points, failures that nobody awaits do", async () => {
  const odd = notebook([
    answer("a", ""),
    check(
      "warning",
      1,
      'process.emitWarning("old");\nnew Promise((resolve) => setTimeout(resolve, 50)).then(() => {})',
    ),
    check("colour", 3, "3 / 2"),
    check("unawaited", 1, 'void Promise.reject(new Error("late"));'),
    check("text", 1, '"all right"'),
  ]);
  course.write("source/odd/odd.ipynb", writeNotebook(odd));
  await course.nbgrader("generate_assignment", "odd");
  course.write("submitted/s/odd/odd.ipynb", writeNotebook(release(odd)));
  await course.nbgrader("autograde", "odd");
  expect(await pointsOf("s", "odd")).toEqual({
    warning: 1,
    colour: 1.5,
    unawaited: 0,
    text: 1,
  });
});

test("an endless loop is interrupted, and the next question counts", async () => {
  const answers = { ...perfect, double: "while (true) {}" };
  course.write(
    "submitted/loop/small/small.ipynb",
    writeNotebook(answered(answers)),
  );
  await course.nbgrader(
    "autograde",
    "small",
    "--student",
    "loop",
    "--Execute.timeout=5",
  );
  expect(await pointsOf("loop")).toMatchObject({
    "add-test": 2,
    "double-test": 0,
    "last-test": 1,
  });
});

test("validate says of a student's copy what fails", async () => {
  expect(
    await course.nbgrader("validate", "submitted/perfect/small/small.ipynb"),
  ).toContain("Success! Your notebook passes");
  expect(
    await course.nbgrader("validate", "submitted/empty/small/small.ipynb"),
  ).toContain("Not implemented");
});

test("takes the zips of romanesco submit, and writes feedback", async () => {
  const file = join(course.folder, "small.ipynb");
  course.write("small.ipynb", writeNotebook(answered(perfect)));
  const archive = join(course.folder, "downloaded", "small", "archive");
  mkdirSync(archive, { recursive: true });
  const { code, err } = await romanesco(
    [
      "submit",
      file,
      "--student-id",
      "zipped",
      "--name",
      "Zoe",
      "--yes",
      "--out",
      archive,
    ],
    { env: { XDG_CONFIG_HOME: course.folder } },
  );
  expect([code, err]).toEqual([0, ""]);
  await course.nbgrader("zip_collect", "small");
  expect(
    readdirSync(join(course.folder, "submitted", "zipped", "small")),
  ).toContain("small.ipynb");
  await course.nbgrader("autograde", "small", "--student", "zipped");
  expect(await pointsOf("zipped")).toMatchObject({
    "add-test": 2,
    "double-test": 2,
    "last-test": 1,
  });
  await course.nbgrader("generate_feedback", "small");
  const page = readFileSync(
    join(course.folder, "feedback", "half", "small", "small.html"),
    "utf8",
  );
  expect(page).toContain("add-test");
}, 300_000);

test("formgrader shows a submission as it ran and takes a person's points", async () => {
  const url = await course.startFormgrader();
  const browser = await Browser.launch();
  try {
    const page = await browser.newPage();
    await page.goto(`${url}/gradebook/small/small`);
    await page.getByRole("link", { name: "Submission #1" }).click();
    // Fields listen once the points have come.
    await page.locator("input.score[placeholder]").first().waitFor();
    const score = page.locator("input.score").last();
    await page.getByText("add-test").first().waitFor();
    await photograph(page, "formgrader");
    const saved = page.waitForResponse(
      (answer) =>
        answer.url().includes("/api/grade") &&
        answer.request().method() === "PUT",
    );
    await score.fill("1.5");
    await score.blur();
    expect((await saved).ok()).toBe(true);
  } finally {
    await browser.close();
  }
});

test("releases, fetches, submits and collects through the exchange", async () => {
  const exchange = join(course.folder, "exchange");
  mkdirSync(exchange, { mode: 0o777 });
  const flags = [
    `--Exchange.root=${exchange}`,
    "--CourseDirectory.course_id=parallel-typescript",
  ];
  await course.nbgrader("release_assignment", "small", ...flags);
  expect(await course.nbgrader("list", ...flags)).toContain(
    "parallel-typescript small",
  );
  await course.nbgrader("fetch_assignment", "small", ...flags);
  expect(existsSync(join(course.folder, "small", "small.ipynb"))).toBe(true);
  copyFileSync(
    join(course.folder, "submitted/perfect/small/small.ipynb"),
    join(course.folder, "small", "small.ipynb"),
  );
  await course.nbgrader("submit", "small", ...flags);
  expect(await course.nbgrader("collect", "small", ...flags)).toMatch(
    /Collecting|already/,
  );
});
