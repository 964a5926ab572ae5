import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run as runFeedback } from "../../../kernel/homework/commands/feedback.ts";
import { run as runGrade } from "../../../kernel/homework/commands/grade.ts";
import { run as runRelease } from "../../../kernel/homework/commands/release.ts";
import { parseNotebook } from "../../../kernel/homework/format/notebook.ts";
import { writeNotebook } from "../../../kernel/homework/format/write-notebook.ts";
import { packZip } from "../../../kernel/homework/format/zip.ts";
import { cell, notebook } from "./format/samples.ts";
import { printed } from "../support/printed.ts";

/** A class whose homework is essays: nothing is run, so that it is graded in a moment. */
const folder = mkdtempSync(join(tmpdir(), "romanesco-class-"));
const submitted = join(folder, "submitted");
// A student is called graded.
const graded = join(submitted, "graded.romanesco");
const byHand = join(graded, "by-hand.csv");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string | Uint8Array): void {
  const file = join(folder, name);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, content);
}
const sourceOf = (hw: string) => join(folder, "source", hw, "essay.ipynb");

/** The students' copy of an assignment, with an answer in it. */
function essay(hw: string, answer: string): string {
  const file = join(folder, "release", hw, "essay.ipynb");
  const copy = parseNotebook(readFileSync(file, "utf8"), file);
  copy.cells[1]!.source = answer;
  return writeNotebook(copy);
}

const names = [
  ...["王伟", "李娜", "Ann Smith", "ann smith", "José", "Ørsted", "O'Neil"],
];
const ofHw1 = [
  ...names.flatMap((name, at) => [`${name}_${at}`, `${name}_9${at}`]),
  ...["Zip P_7", "smithjo_12", "leemin_13", "007", "008"],
  ...["hub1", "hub2", "hub3", "hub4", "graded", "broken"],
];

beforeAll(async () => {
  for (const hw of ["hw1", "hw2"]) {
    const question = cell("markdown", "A solution", {
      ...{ id: "why", grade: true, solution: true, points: 2 },
    });
    const task = cell("markdown", `Why ${hw}?`, { id: "text", locked: true });
    write(
      `source/${hw}/essay.ipynb`,
      writeNotebook(notebook([task, question])),
    );
    await printed(
      runRelease,
      join(folder, "source", hw),
      join(folder, "release", hw),
    );
  }
  names.forEach((name, at) => {
    write(
      `submitted/${name}_${at}_assignsubmission_file_/essay.ipynb`,
      essay("hw1", name),
    );
    write(
      `submitted/${name}_9${at}_assignsubmission_file_homework final.ipynb`,
      essay("hw1", name),
    );
  });
  write(
    "submitted/Zip P_7_assignsubmission_file_/hw.ZIP",
    packZip({ "essay.ipynb": Buffer.from(essay("hw1", "zip")) }),
  );
  write("submitted/smithjo_LATE_12_345_essay-1.ipynb", essay("hw1", "canvas"));
  write("submitted/leemin_13_346_essay.ipynb", essay("hw1", "canvas"));
  write(
    "submitted/export/submission_metadata.yml",
    "submission_1:\n  :submitters:\n  - :name: Cy\n    :sid: '007'\nsubmission_2:\n  :submitters:\n  - :name: Di\n    :sid: '008'\n",
  );
  write("submitted/export/submission_1/essay.ipynb", essay("hw1", "scope"));
  write(
    "submitted/export/submission_2/answers/ESSAY.IPYNB",
    essay("hw1", "scope"),
  );
  for (const student of ["hub1", "hub2", "hub3", "graded"])
    for (const hw of ["hw1", "hw2"])
      write(
        `submitted/${student}/${hw}/essay.ipynb`,
        essay(hw, `${student} of ${hw}`),
      );
  write(
    "submitted/hub1/hw1/.ipynb_checkpoints/essay-checkpoint.ipynb",
    essay("hw1", "old"),
  );
  write("submitted/hub2/backup/essay.ipynb", essay("hw1", "backup"));
  write(
    "submitted/hub4+hw1+2026-11-23 10:00:00 UTC/essay.ipynb",
    essay("hw1", "exchange"),
  );
  write("submitted/pdf/essay.pdf", "%PDF");
  write("submitted/broken/essay.ipynb", "{");
  write("submitted/all.rar", "Rar!");
});

const grade = (hw: string) =>
  printed(runGrade, submitted, "--source", sourceOf(hw), "--unprotected");
const feedback = () => printed(runFeedback, submitted);
const rows = (file: string): string[] =>
  readFileSync(file, "utf8")
    .replace(/^\uFEFF/, "")
    .trim()
    .split("\n");
const marksOf = (hw: string): Record<string, string> =>
  Object.fromEntries(
    rows(join(graded, "grades.csv"))
      .map((row) => row.split(","))
      .filter((cells) => cells[2] === `${hw}-essay`)
      .map((cells) => [cells[0]!, cells[4]!]),
  );

/** Gives points to all that wait, by student. */
function mark(give: (student: string) => string): void {
  const marked = rows(byHand).map((row) => {
    const cells = row.split(",");
    if (cells[0] !== "student" && cells[3] === "") cells[3] = give(cells[0]!);
    return cells.join(",");
  });
  writeFileSync(byHand, `\uFEFF${marked.join("\n")}\n`);
}

test("loses no student and no mark of a class that is graded three times, and names everything", async () => {
  const first = await grade("hw1");
  expect([first.code, first.err]).toEqual([1, ""]);
  expect(first.out).toContain(`${ofHw1.length}/${ofHw1.length}`);
  expect(first.out.split("\n").slice(-3)).toEqual([
    expect.stringMatching(/^could not be read: broken: .*not JSON/),
    expect.stringMatching(/^left out: all\.rar: is neither a notebook/),
    "left out: pdf: holds no notebook, only essay.pdf",
  ]);
  expect(first.out).toContain(
    `! ${join("hub2", "hw1", "essay.ipynb")} is graded, not ${join("hub2", "backup", "essay.ipynb")}`,
  );
  expect(first.out).toContain("! was handed in late");
  mark(() => "1.5");
  expect((await feedback()).code).toBe(0);
  expect(marksOf("hw1")).toEqual(
    Object.fromEntries(
      ofHw1.map((each) => [each, each === "broken" ? "0" : "1.5"]),
    ),
  );

  const page = readFileSync(
    join(graded, "broken", "hw1-essay", "feedback.html"),
    "utf8",
  );
  expect(page.match(/is not JSON/g)).toHaveLength(1);
  expect(page).not.toContain("as it was run");

  const second = await grade("hw2");
  expect(second.out).toContain("5/5");
  expect(second.out).toContain("handed in other assignments only: 007, 008,");
  mark((student) => (student === "hub1" ? "0.5" : "2"));
  // As Excel would have it.
  writeFileSync(byHand, readFileSync(byHand, "utf8").replace("\n007,", "\n7,"));

  write("submitted/hub1/hw1/essay.ipynb", essay("hw1", "a better answer"));
  write("submitted/new_5_assignsubmission_file_essay.ipynb", essay("hw1", "n"));
  const third = await grade("hw1");
  expect(third.out).toContain("of 26 graded already");
  const said = third.out.split("\n").filter((line) => line.includes(byHand));
  expect(said).toEqual([
    expect.stringMatching(/line \d+ \(7, why\) stays.*is 007 meant\?/),
    expect.stringContaining(
      "changed since points were given for why of hw1-essay: hub1.",
    ),
  ]);
  expect(await feedback()).toMatchObject({ code: 1, err: "" });
  expect(marksOf("hw1")).toMatchObject({
    hub1: "1.5",
    hub2: "1.5",
    王伟_0: "1.5",
  });
  expect(marksOf("hw2")).toEqual({
    broken: "0",
    graded: "2",
    hub1: "0.5",
    hub2: "2",
    hub3: "2",
  });
  expect(rows(byHand).find((row) => row.startsWith("7,"))).toContain(",1.5,");
});
