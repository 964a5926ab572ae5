import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Graded } from "../../kernel/homework/files/graded.ts";
import { parseNotebook } from "../../kernel/homework/format/notebook.ts";
import { main, romanesco, type Ran } from "./romanesco.ts";
import {
  answered,
  perfect,
  SmallCourse,
  type Answers,
} from "./small-course.ts";

const course = new SmallCourse();
const secret = join(course.folder, "victim.txt");

/** What each does instead of the second question; the first and the third are right. */
const hostile: Record<string, string> = {
  loop: "while (true) {}",
  "loop-in-function":
    "function double(n: number): number {\n  for (;;) n++;\n}",
  exit: "process.exit(0);",
  kill: 'process.kill(process.ppid, "SIGKILL"); process.kill(-1, "SIGKILL");',
  memory: "const all: Buffer[] = [];\nfor (;;) all.push(Buffer.alloc(1e8, 1));",
  heap: "const all: object[] = [];\nfor (;;) all.push({ n: all.length });",
  "fork-bomb":
    'import { spawnSync } from "node:child_process";\nspawnSync("sh", ["-c", "bomb() { bomb | bomb & }; bomb; sleep 1000"]);',
  print:
    'const line = "x".repeat(1e6);\nfor (let n = 0; n < 10_000; n++) console.log(line);',
  disk: 'import { appendFileSync } from "node:fs";\nfor (;;) appendFileSync("big", Buffer.alloc(1e7));',
  delete: `import { rmSync } from "node:fs";\nfor (const path of ["${course.folder}", "/usr", process.cwd()]) try { rmSync(path, { recursive: true, force: true }); } catch {}`,
  read: `import { readFileSync, readdirSync } from "node:fs";\nfor (const path of ["${secret}", "${course.source}", "/etc/shadow"]) try { console.log("FOUND " + readFileSync(path, "utf8")); } catch {}`,
  detached:
    'import { spawn } from "node:child_process";\nspawn("sleep", ["98765.4321"], { detached: true, stdio: "ignore" }).unref();\nprocess.kill(process.pid, "SIGKILL");',
  "exit-later": "setTimeout(() => process.exit(), 20);",
  thread:
    'import { Worker } from "node:worker_threads";\nnew Worker("for (;;);", { eval: true });\nfor (;;);',
  "garbage-on-the-line":
    'import { writeSync } from "node:fs";\nwriteSync(3, Buffer.from([5, 0, 0, 0, 0, 1, 2, 3, 4]));\nfor (;;);',
  nested: `const deep: unknown = ${"[".repeat(50_000)}${"]".repeat(50_000)};`,
  "own-memory": `import { spawnSync } from "node:child_process";
if (spawnSync("ipcmk", ["-M", "1000"]).stdout?.length) console.log("FOUND");
const users = spawnSync("unshare", ["--user", "--map-root-user", "--mount", "sleep", "1000"]);`,
  network:
    'await fetch("http://1.1.1.1").then(() => console.log("FOUND"), (error) => console.log(error.cause.code));',
};

/** Words in which the runtime says that any cell has come to an end, with `forge` to write them to its line. */
const outcomeOf = (value: string) => `import { writeSync } from "node:fs";
import { serialize } from "node:v8";
const outcome = { status: "ok", result: { data: { "text/plain": "${value}" }, metadata: {} } };
const forge = () => {
  for (let cell = 0; cell < 100; cell++) {
    const payload = serialize({ type: "done", cell, outcome, began: true, missed: [] });
    const head = Buffer.alloc(5);
    head.writeUInt32LE(1 + payload.length);
    writeSync(3, Buffer.concat([head, payload]));
  }
};`;
const outcomeOfCheck = outcomeOf("2");

/** What an answer says of its own cell, nobody contradicts: so a forged outcome is one that is taken for true. */
const accepted = `${outcomeOf("forged")}
function double(n: number): number { return 2 * n; }
forge();
await new Promise(() => {});`;

/** Wrong answers that try to look right. */
const forging: Record<string, string> = {
  outcome: `${outcomeOfCheck}\nfunction double(n: number) { forge(); return 1; }`,
  "outcome-and-wait": `${outcomeOfCheck}\nasync function double(n: number) { forge(); await new Promise(() => {}); return 1; }`,
  "outcome-and-loop": `${outcomeOfCheck}\nfunction double(n: number) { forge(); for (;;); return 1; }`,
  "outcome-and-exit": `${outcomeOfCheck}\nfunction double(n: number) { forge(); process.exit(); return 1; }`,
  "when-called":
    "function double(n: number) { (assert as unknown as Record<string, unknown>).equal = () => {}; return n === 3 ? 6 : 1; }",
  prints:
    'console.log("2");\nfunction double(n: number) { console.log("2"); display({ "text/plain": "2" }); return 1; }',
  assert:
    "(assert as unknown as Record<string, unknown>).equal = () => {};\nfunction double(n: number) { return 1; }",
  helper:
    "// @ts-nocheck\nassert = { equal() {} };\nfunction double(n) { return 1; }",
  builtins:
    'Object.defineProperty(Object, "is", { value: () => true });\nfunction double(n: number) { return 1; }',
};

let first: Ran;

beforeAll(async () => {
  writeFileSync(secret, "the other student's answers");
  const submit = (student: string, answers: Answers) =>
    course.submit(student, answered(answers));
  submit("perfect", perfect);
  submit("empty", {});
  submit("half", {
    add: "function add(a: number, b: number): number {\n  return 3;\n}",
    double: perfect.double,
  });
  for (const [name, double] of Object.entries(hostile))
    submit(name, { ...perfect, double });
  for (const [name, double] of Object.entries(forging))
    submit(`forging-${name}`, { ...perfect, double });
  submit("accepted", { ...perfect, double: accepted });
  const unpatched = answered({
    ...perfect,
    double: "function double(n: number) { return 1; }",
  });
  const edited = unpatched.cells.filter(
    (cell) => cell.metadata.nbgrader?.grade_id !== "last-test",
  );
  const doubleTest = edited.find(
    (cell) => cell.metadata.nbgrader?.grade_id === "double-test",
  )!;
  doubleTest.source = "2";
  course.submit("edited", { ...unpatched, cells: edited });
  course.write(join(course.submissions, "broken", "small.ipynb"), "{");
  first = await grade();
}, 300_000);
afterAll(() => course.remove());

const command = [
  "grade",
  course.submissions,
  ...["--source", course.source, "--memory", "800"],
  ...["--cell-limit", "3", "--limit", "40"],
];
const grade = () => romanesco(command);

const placeOf = (student: string) =>
  join(course.submissions, "graded", student, "small");

function graded(student: string): Graded {
  const file = join(placeOf(student), "result.json");
  return JSON.parse(readFileSync(file, "utf8")) as Graded;
}

const pointsOf = (student: string) =>
  graded(student).scores.map(({ points }) => points);

test("says what holds on this system, grades everyone, and ends with what could not be read", () => {
  expect(first).toMatchObject({ code: 1, err: "" });
  expect(first.out.trim().split("\n").at(-1)).toMatch(
    /^could not be read: broken: .*not JSON/,
  );
  expect(first.out).toContain("no network");
  expect(first.out).toContain("33/33");
});

test("gives all points for a perfect submission, none for an empty one, parts for a half", () => {
  expect(pointsOf("perfect")).toEqual([2, 2, 1, undefined]);
  expect(pointsOf("empty")).toEqual([0, 0, 0, 0]);
  expect(pointsOf("half")).toEqual([1, 2, 0, 0]);
});

/** What its cells showed. */
function outputsOf(student: string) {
  const file = join(placeOf(student), "small.ipynb");
  const { cells } = parseNotebook(readFileSync(file, "utf8"), file);
  return cells.flatMap((cell) => cell.outputs ?? []);
}

test("nobody has file systems or segments in memory of their own", () => {
  expect(printed("own-memory")).toEqual([]);
  expect(JSON.stringify(outputsOf("own-memory"))).not.toContain("TimeLimit");
});

/** What its cells printed. */
function printed(student: string): string[] {
  return outputsOf(student).flatMap((output) =>
    output.output_type === "stream" ? [output.text] : [],
  );
}

test.each(Object.keys(hostile))("%s costs its own points only", (name) => {
  const [add, double, last] = pointsOf(name);
  expect([add, double, last]).toEqual([2, 0, 1]);
});

test.each(Object.keys(forging))("forging by %s gives nothing", (name) => {
  expect(pointsOf(`forging-${name}`)).toEqual([2, 0, 1, undefined]);
});

test("a forged outcome that nobody contradicts is taken for true", () => {
  expect(outputsOf("accepted")).toContainEqual(
    expect.objectContaining({ data: { "text/plain": "forged" } }),
  );
});

test("notes for the teacher what a submission had replaced", () => {
  expect(graded("forging-builtins").notes.join()).toContain("Object.is");
  expect(graded("forging-assert").notes.join()).toContain("equal");
});

test("puts edited and deleted tests back", () => {
  expect(pointsOf("edited")).toEqual([2, 0, 1, undefined]);
  expect(graded("edited").notes).toEqual([
    "was missing and put back: last-test",
    "was changed and put back: double-test",
  ]);
});

test("a file that is no notebook gets no points and a note", () => {
  expect(pointsOf("broken")).toEqual([0, 0, 0, 0]);
  expect(graded("broken").notes.join()).toContain("not JSON");
});

test("shows submissions nothing outside their folder, and leaves the course unharmed", () => {
  expect(printed("read")).toEqual([]);
  expect(printed("network")).toEqual(["ENETUNREACH\n"]);
  expect(existsSync(secret) && existsSync(course.source)).toBe(true);
});

test("leaves no process behind", () => {
  const commands = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(commandOf);
  expect(commands.filter((each) => each.includes("98765.4321"))).toEqual([]);
});

test("a grading that is ended by a signal takes its jobs along", async () => {
  const child = spawn(process.execPath, [main, ...command, "--again"]);
  const ended = once(child, "close");
  const children = `/proc/${child.pid}/task/${child.pid}/children`;
  const jobs = () =>
    readFileSync(children, "utf8")
      .split(" ")
      .filter((pid) => pid && commandOf(pid).includes("--job"));
  await expect.poll(jobs).not.toEqual([]);
  const started = jobs();
  child.kill("SIGTERM");
  expect(await ended).toEqual([128 + constants.signals.SIGTERM, null]);
  const left = () => started.filter((pid) => existsSync(`/proc/${pid}`));
  await expect.poll(left).toEqual([]);
});

test("grades again only what is new or changed", async () => {
  course.submit("half", answered(perfect));
  rmSync(join(placeOf("perfect"), "result.json"));
  const { out } = await grade();
  expect(out).toContain("31 of 33 graded already");
  expect(pointsOf("half")).toEqual([2, 2, 1, undefined]);
});

test("writes feedback with a person's points and comments, offline pages, the table and Gradescope's file", async () => {
  const waiting = await romanesco(["feedback", course.submissions]);
  expect(waiting.code).toBe(1);
  expect(waiting.out).toContain("wait for points by a person");
  const place = join(course.submissions, "graded");
  const byHand = join(place, "by-hand.csv");
  const filled = readFileSync(byHand, "utf8").replaceAll(
    ",why,,2,",
    ',why,1.5,2,"Well, <b>nearly</b>"',
  );
  writeFileSync(byHand, filled);
  expect((await romanesco(["feedback", course.submissions])).code).toBe(0);
  const page = readFileSync(join(placeOf("perfect"), "feedback.html"), "utf8");
  expect(page).toContain("6.5 of 7 points");
  expect(page).toContain("Well, &lt;b&gt;nearly&lt;/b&gt;");
  expect(page).not.toMatch(/<script|https?:\/\//);
  const table = readFileSync(join(place, "grades.csv"), "utf8").split("\n");
  expect(table[0]).toBe(
    "student,name,assignment,time,points,of,waiting,add-test,double-test,last-test,why,notes",
  );
  expect(table).toContain("perfect,,small,,6.5,7,0,2,2,1,1.5,");
  const results = JSON.parse(
    readFileSync(join(placeOf("loop"), "results.json"), "utf8"),
  ) as { tests: object[] };
  expect(results.tests[1]).toMatchObject({
    name: "double-test",
    score: 0,
    max_score: 2,
  });
  expect(page).not.toContain("(n) => add(n, n) === 2 * n");
  // What a person has filled in stays.
  const kept = readFileSync(byHand, "utf8");
  expect(kept).toMatch(/,why,1\.5,2,"Well, <b>nearly<\/b>",,v\w+=1\.5\n/);
  await grade();
  expect(readFileSync(byHand, "utf8")).toBe(kept);
});

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    // It has ended meanwhile.
    return "";
  }
}
