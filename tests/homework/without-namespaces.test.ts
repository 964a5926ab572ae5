import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findProgram } from "../../kernel/installation/jupyter-folders.ts";
import type { Graded } from "../../kernel/homework/files/graded.ts";
import { romanesco, type Ran } from "./romanesco.ts";
import {
  answered,
  perfect,
  SmallCourse,
  type Answers,
} from "./small-course.ts";

// Systems without `unshare`, and without bubblewrap: their programs are all that is on the PATH.
const course = new SmallCourse();
const secret = join(course.folder, "victim.txt");

const reads = `import { readFileSync } from "node:fs";
for (const path of ["${secret}", "${course.source}", "${process.cwd()}/README.md"])
  try { readFileSync(path); console.log("FO" + "UND"); } catch {}`;
const submissions: Record<string, Answers> = {
  perfect,
  empty: {},
  read: { ...perfect, double: reads },
  delete: {
    ...perfect,
    double: `import { rmSync } from "node:fs";\nrmSync("${secret}", { force: true });`,
  },
  loop: { ...perfect, double: "while (true) {}" },
  exit: { ...perfect, double: "process.exit(0);" },
  pool: {
    ...perfect,
    double: `import { Pool } from "romanesco";
await using pool = new Pool(1);
const isRead = async (path: string) => {
  const { readFileSync } = await import("node:fs");
  try { return readFileSync(path).length > 0; } catch { return false; }
};
const [found] = await pool.map(isRead, ["${secret}"]);
console.log(found ? "found" : ["kept", "out"].join(" "));
const double = (n: number) => 2 * n;`,
  },
  network: {
    ...perfect,
    double:
      'await fetch("http://1.1.1.1").catch((error) => console.log(error.cause.code));',
  },
};

beforeAll(() => {
  writeFileSync(secret, "the other student's answers");
  for (const [name, answers] of Object.entries(submissions))
    course.submit(name, answered(answers));
});
afterAll(() => course.remove());

/** Grades on a system that has only these programs. */
function gradeWith(programs: string[], ...flags: string[]): Promise<Ran> {
  const path = join(course.folder, `bin-${programs.length}`);
  mkdirSync(path, { recursive: true });
  for (const name of programs)
    symlinkSync(findProgram(name)!, join(path, name));
  const limits = ["--cell-limit", "5", "--limit", "60"];
  return romanesco(
    [
      "grade",
      course.submissions,
      "--source",
      course.source,
      "--again",
      ...limits,
      ...flags,
    ],
    { env: { PATH: path } },
  );
}

function graded(student: string): Graded {
  const file = join(
    course.submissions,
    "graded",
    student,
    "small",
    "result.json",
  );
  return JSON.parse(readFileSync(file, "utf8")) as Graded;
}

const pointsOf = (student: string) =>
  graded(student)
    .scores.slice(0, 3)
    .map(({ points }) => points);

const notebookOf = (student: string) =>
  readFileSync(
    join(course.submissions, "graded", student, "small", "small.ipynb"),
    "utf8",
  );

function expectKeptInPlace(): void {
  expect(pointsOf("perfect")).toEqual([2, 2, 1]);
  expect(pointsOf("empty")).toEqual([0, 0, 0]);
  expect(pointsOf("pool")).toEqual([2, 2, 1]);
  for (const name of ["read", "delete", "loop", "exit"])
    expect([name, pointsOf(name)]).toEqual([name, [2, 0, 1]]);
  expect(readFileSync(secret, "utf8")).toContain("answers");
  expect(notebookOf("read")).not.toContain("FOUND");
  expect(notebookOf("pool")).toContain("kept out");
}

test.runIf(findProgram("bwrap"))(
  "where only bubblewrap makes namespaces, grades in the same sandbox",
  async () => {
    const { code, out } = await gradeWith(["bwrap", "setpriv"]);
    expect([code, out]).toEqual([0, expect.stringContaining("bubblewrap")]);
    expectKeptInPlace();
    expect(notebookOf("network")).toContain("ENETUNREACH");
  },
  300_000,
);

test("without any sandbox refuses, and says what to do", async () => {
  const { code, err } = await gradeWith([]);
  expect([code, err]).toEqual([1, expect.stringContaining("--unprotected")]);
});

test("when told to go on without, keeps JavaScript and pools to their folder by Node's permissions, and says what they do not hold", async () => {
  const { code, out } = await gradeWith([], "--unprotected");
  expect([code, out]).toEqual([
    0,
    expect.stringMatching(/UNPROTECTED.*permission model.*not programs/),
  ]);
  expectKeptInPlace();
}, 300_000);
