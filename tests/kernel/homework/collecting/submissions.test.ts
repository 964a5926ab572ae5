import { generateKeyPairSync, type KeyObject } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { describe } from "../../../../kernel/homework/collecting/candidates.ts";
import { makeWanted } from "../../../../kernel/homework/collecting/fit.ts";
import { toFolderName } from "../../../../kernel/homework/files/folder-name.ts";
import { keepAssignment } from "../../../../kernel/homework/collecting/keep-assignment.ts";
import { readTime } from "../../../../kernel/homework/collecting/read-time.ts";
import {
  findSubmissions,
  type HandedIn,
  type Submissions,
} from "../../../../kernel/homework/collecting/submissions.ts";
import { parseNotebook } from "../../../../kernel/homework/format/notebook.ts";
import { release } from "../../../../kernel/homework/format/pipeline.ts";
import { writeNotebook } from "../../../../kernel/homework/format/write-notebook.ts";
import { source } from "../../../homework/small-course.ts";
import { cell, check, notebook } from "../format/samples.ts";
import {
  hashFile,
  signReceipt,
} from "../../../../kernel/homework/format/receipt.ts";
import { packSubmission } from "../../../../kernel/homework/format/submission.ts";
import { packZip } from "../../../../kernel/homework/format/zip.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "romanesco-submissions-"));
  Object.assign(wanted, makeWanted(source, "small.ipynb", "small"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const empty = '{"cells": [], "metadata": {}, "nbformat": 4}';
const newKey = () => generateKeyPairSync("ed25519").privateKey;

function makeZip({
  student = "ann",
  assignment = "small",
  time = "2026-11-23T10:00:00.000Z",
  key = newKey(),
}: {
  student?: string;
  assignment?: string;
  time?: string;
  key?: KeyObject;
}): Uint8Array {
  const files = { "small.ipynb": Buffer.from(empty) };
  const receipt = signReceipt(
    {
      format: "romanesco receipt 1",
      ...{ student: { id: student, name: student }, assignment, time },
      files: { "small.ipynb": hashFile(empty) },
      versions: { romanesco: "0", node: "20", platform: "x" },
      validation: { points: 0, maxPoints: 0, pending: 0, questions: {} },
    },
    key,
  );
  return packSubmission(receipt, files);
}

const write = (name: string, content: Uint8Array | string): string => {
  const file = join(folder, name);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, content);
  return file;
};
const wanted = makeWanted(
  parseNotebook(writeNotebook(source), "small"),
  "small.ipynb",
  "small",
);
const findAll = (): Submissions => findSubmissions(folder, wanted);
const find = (): HandedIn[] => findAll().submissions;

/** A student's copy of an assignment, with this answer to its only question. */
function homework(assignment: string, why = "", name = assignment): string {
  const copy = release(
    notebook([
      cell("markdown", `Task of ${assignment}`, { id: "q0", locked: true }),
      check("q1", 1, `check(${JSON.stringify(assignment)})`),
    ]),
  );
  copy.cells.push(cell("markdown", why));
  return writeNotebook(name ? keepAssignment(copy, assignment, name) : copy);
}
/** What students wrote, by student, in the notebooks that count. */
const answers = (): Record<string, string> =>
  Object.fromEntries(
    find().map((each) => [each.student, each.load().cells.at(-1)!.source]),
  );
const wantedHomework = (assignment: string, file = `${assignment}.ipynb`) => {
  const text = homework(assignment, "", "");
  Object.assign(
    wanted,
    makeWanted(parseNotebook(text, file), file, assignment),
  );
};

/** What is wrong, when it is read for grading. */
function problemOf(submission: HandedIn): string {
  try {
    submission.load();
    return submission.notes.join();
  } catch (error) {
    return (error as Error).message;
  }
}

test("takes each student's newest zip for this assignment", () => {
  const key = newKey();
  write("a.zip", makeZip({ key, time: "2026-11-23T10:00:00.000Z" }));
  const newest = write(
    "b.zip",
    makeZip({ key, time: "2026-11-23T12:00:00.000Z" }),
  );
  write("c.zip", makeZip({ key, assignment: "other", time: "2027-01-01" }));
  expect(find()).toMatchObject([{ student: "ann", file: newest, notes: [] }]);
});

test("says when two keys have signed for one student, and when it is another assignment", () => {
  write("a.zip", makeZip({ time: "1" }));
  write("b.zip", makeZip({ time: "2" }));
  write("c.zip", makeZip({ student: "bob", assignment: "other" }));
  expect(find().map(problemOf)).toEqual([
    expect.stringContaining("2 different keys have signed"),
    "was handed in for other",
  ]);
});

test.each<[title: string, content: () => Uint8Array, problem: string]>([
  ["is no zip", () => Buffer.from("zip"), "cannot be unpacked"],
  [
    "has no receipt",
    () => packZip({ "small.ipynb": Buffer.from(empty) }),
    "holds no receipt.json",
  ],
  [
    "has paths that lead out",
    () => packZip({ "../../small.ipynb": Buffer.from(empty) }),
    "leads out of its folder",
  ],
  ["would unpack to gigabytes", makeBomb, "it is too large"],
])("a zip that %s costs its own student only", (_title, content, problem) => {
  write("eve_small_2026.zip", content());
  write("ann/small.ipynb", empty);
  const [ann, eve] = find();
  expect(ann!.load().cells).toEqual([]);
  expect([eve!.student, problemOf(eve!)]).toEqual([
    "eve",
    expect.stringContaining(problem),
  ]);
});

/** Says that it holds 4 GB. */
function makeBomb(): Uint8Array {
  const zip = Buffer.from(packZip({ "small.ipynb": Buffer.from(empty) }));
  const sizes = [22, zip.lastIndexOf("PK\u0001\u0002") + 24];
  for (const at of sizes) zip.writeUInt32LE(0xfffffff0, at);
  return zip;
}

test("reads neither links nor what is larger than any homework", () => {
  const secret = write("secret.txt", empty);
  mkdirSync(join(folder, "link"));
  symlinkSync(secret, join(folder, "link", "small.ipynb"));
  truncateSync(write("large/small.ipynb", ""), 200_000_000);
  expect(find().map(problemOf)).toEqual([
    "small.ipynb is larger than 100 MB",
    "small.ipynb is a link, not a file",
  ]);
});

test("takes a student's only notebook under any name, and names a folder without one", () => {
  write("ann/small (1).ipynb", empty);
  write("notes/readme.txt", "");
  expect(find().map(({ student }) => student)).toEqual(["ann"]);
  expect(findAll().leftOut).toEqual([
    "notes: holds no notebook, only readme.txt",
  ]);
});

test.each([
  [
    '{"cells": [{"cell_type": "code", "metadata": {}}]',
    "has no source or no metadata",
  ],
  [
    '{"cells": [{"cell_type": "x", "metadata": {}, "source": ""}]',
    "neither code nor text",
  ],
])("says of %s that it has %s", (start, problem) => {
  write("eve/small.ipynb", `${start}, "metadata": {}, "nbformat": 4}`);
  expect(problemOf(find()[0]!)).toContain(problem);
});

test("says of a file that cannot be read why, and not where it is", () => {
  const error = new Error("ENOENT: no such file, open '/home/teacher/x'");
  expect(describe(Object.assign(error, { code: "ENOENT" }))).toBe(
    "cannot be read (ENOENT)",
  );
});

test("keeps students apart whose names are written in any letters", () => {
  const names = [
    "王伟",
    "李娜",
    "Jos\u00e9",
    "Ørsted",
    "Ann",
    "ann",
    "a b",
    "a_b",
    "a-b",
  ];
  for (const name of names) write(`${name}/small.ipynb`, empty);
  // As macOS packs it.
  write("Jose\u0301/small.ipynb", empty);
  expect(find().map(({ student }) => student)).toEqual(names.toSorted());
});

test.each([
  ["../x", "%2E./x".replace("/", "%2F")],
  ["grades.csv", "grades%2Ecsv"],
  ["CON", "%43ON"],
  ["a\u001b[2J", "a%1B%5B2J"],
  ["", "%00"],
])("makes of %j a folder's name that is nothing else", (id, name) => {
  expect(toFolderName(id)).toBe(name);
});

test("finds the notebook in its place, in a zip inside a folder, under other letters, beside checkpoints", () => {
  wantedHomework("hw1");
  write("bob/backup/hw1.ipynb", homework("hw1", "backup"));
  write("bob/hw1/hw1.ipynb", homework("hw1", "in its place"));
  write("eve/hw1.ipynb", homework("hw1", "mine"));
  write("eve/.ipynb_checkpoints/hw1-checkpoint.ipynb", homework("hw1", "old"));
  write("max/HW1.IPYNB", homework("hw1", "large"));
  const zip = packZip({
    "any/name.ipynb": Buffer.from(homework("hw1", "zip")),
  });
  write("liv/work.ZIP", zip);
  write("two/my-work.ipynb", homework("hw1", "two"));
  write("two/other.ipynb", homework("hw0", "no"));
  write("graded/hw1/hw1.ipynb", homework("hw1", "a student"));
  expect(answers()).toEqual({
    ...{ bob: "in its place", eve: "mine", max: "large" },
    ...{ liv: "zip", two: "two", graded: "a student" },
  });
  expect(find()[0]!.notes).toEqual([
    `${join("bob", "hw1", "hw1.ipynb")} is graded, not ${join("bob", "backup", "hw1.ipynb")}`,
  ]);
});

test("takes no other assignment's notebook, though both are called homework and ask questions of the same names", () => {
  for (const hw of ["hw1", "hw2"])
    write(`ann/${hw}/homework.ipynb`, homework(hw, `of ${hw}`, ""));
  write("bob/hw1/homework.ipynb", homework("hw1", "only this", "homework"));
  wantedHomework("hw2", "homework.ipynb");
  expect(answers()).toEqual({ ann: "of hw2" });
  expect(findAll().ofOthers).toEqual(["bob"]);
});

test("tells two notebooks of one assignment apart", () => {
  for (const name of ["p1", "p2"])
    write(`ann/hw1/${name}.ipynb`, homework("hw1", name, name));
  wantedHomework("hw1", "p2.ipynb");
  expect(answers()).toEqual({ ann: "p2" });
});

test("takes the newest by the file's date where nothing else tells, the one of the name from one unpacking", () => {
  wantedHomework("p1");
  const date = (name: string, seconds: number) => {
    const file = write(name, homework("p1", name));
    utimesSync(file, seconds, seconds);
  };
  date("ann/p1.ipynb", 1000);
  date("ann/p1-Copy1.ipynb", 2000);
  date("bob/p1.ipynb", 1000);
  date("bob/p1-Copy1.ipynb", 1001);
  expect(answers()).toEqual({ ann: "ann/p1-Copy1.ipynb", bob: "bob/p1.ipynb" });
});

test("compares times as times, and says that a newer file cannot be read", () => {
  const key = newKey();
  const good = write(
    "a.zip",
    makeZip({ key, time: "2026-11-23T09:00:00.000Z" }),
  );
  write("ann_small_2026-11-23T100000Z.zip", "damaged");
  const [ann] = find();
  expect([ann!.file, ann!.notes.join()]).toEqual([
    good,
    expect.stringMatching(
      /a newer file, ann_small_.*zip, does not count: .*cannot be unpacked/,
    ),
  ]);
  rmSync(join(folder, "ann_small_2026-11-23T100000Z.zip"));
  write("ann_small_2026-11-23T080000Z.zip", "damaged");
  expect(find()[0]!.notes.join()).toContain("another file");
});

test.each([
  ["2026-11-23T10:00:00.000Z", "2026-11-23T10:00:00.000Z"],
  ["2026-11-23T100000Z", "2026-11-23T10:00:00.000Z"],
  ["2015-02-02 15:58:23.948203 UTC\n", "2015-02-02T15:58:23.948Z"],
  ["2015-02-02 15:58:23 PST", "2015-02-02T23:58:23.000Z"],
  ["2015-02-02T15:58:23 +0100", "2015-02-02T14:58:23.000Z"],
  ["2020-10-05 14:01:02.123456 CEST", "2020-10-05T12:01:02.123Z"],
  ["2020-11-05 14:01:02 Europe/Berlin", "2020-11-05T13:01:02.000Z"],
  ["2020-10-25 03:30:00 Europe/Berlin", "2020-10-25T02:30:00.000Z"],
  ["2020-10-05 14:01:02 Asia/Kathmandu", "2020-10-05T08:16:02.000Z"],
])("reads the time %j", (text, iso) => {
  expect(new Date(readTime(text)!).toISOString()).toBe(iso);
});

test("reads no time in a zone that nobody knows", () => {
  for (const zone of ["XYZ", "Mars/Olympus_Mons"])
    expect(readTime(`2020-10-05 14:01:02 ${zone}`)).toBeUndefined();
});

test("reads nbgrader's timestamp.txt", () => {
  const zip = makeZip({ time: "2026-11-23T10:00:00.000Z" });
  write("ann.zip", zip);
  write("ann/small/small.ipynb", empty);
  write("ann/small/timestamp.txt", "2026-11-24 10:00:00 UTC");
  expect(find()).toMatchObject([{ time: "2026-11-24T10:00:00.000Z" }]);
});

test("reads the folders and files that Moodle, Canvas, Gradescope and nbgrader's exchange give out", () => {
  wantedHomework("hw1");
  const text = (why: string) => homework("hw1", why);
  write("Ann Ü_17_assignsubmission_file_/my hw.ipynb", text("moodle"));
  write("Ann Ü_17_assignsubmission_onlinetext_/onlinetext.html", "hello");
  write("Bo B_18_assignsubmission_file_hw1.ipynb", text("moodle, flat"));
  write("smithjo_LATE_12_345_hw1-1.ipynb", text("canvas"));
  write("assignment_1_export/submission_7/hw1.ipynb", text("gradescope"));
  write(
    "assignment_1_export/submission_metadata.yml",
    "---\nsubmission_7:\n  :submitters:\n  - :name: Cy Jones\n    :sid: '007'\n    :email: c@x.org\n  :created_at: 2026-11-23 10:00:00.000000000 Z\n",
  );
  write("dee+hw1+2026-11-23 11:00:00 UTC+x1/hw1.ipynb", text("exchange"));
  expect(findAll().leftOut).toEqual([]);
  const all = find().map(({ student, name, time, notes, load }) => [
    ...[student, name, time.slice(11, 16), notes.join()],
    load().cells.at(-1)!.source,
  ]);
  expect(all).toEqual([
    ["007", "Cy Jones", "10:00", "", "gradescope"],
    ["Ann Ü_17", "Ann Ü", "", "", "moodle"],
    ["Bo B_18", "Bo B", "", "", "moodle, flat"],
    ["dee", "", "11:00", "", "exchange"],
    ["smithjo_12", "", "", "was handed in late", "canvas"],
  ]);
});

test("names everything that it leaves out", () => {
  write("ann/essay.pdf", "");
  write("bob.tar.gz", "");
  mkdirSync(join(folder, "eve"));
  symlinkSync(folder, join(folder, "link"));
  write(".DS_Store", "");
  const whole = "Ann_1_assignsubmission_file_/small.ipynb";
  write("all.zip", packZip({ [whole]: Buffer.from(empty) }));
  expect(findAll().leftOut.toSorted()).toEqual([
    "ann: holds no notebook, only essay.pdf",
    expect.stringContaining("bob.tar.gz: is neither a notebook nor a zip"),
    "eve: is empty",
    "link: is a link, not a file",
  ]);
  expect(problemOf(find()[0]!)).toContain("more than one student's work");
});

test("brings a student's files along, from a folder and from a zip", () => {
  wantedHomework("hw1");
  write("ann/hw1/hw1.ipynb", homework("hw1"));
  write("ann/hw1/data/a.csv", "1");
  write("ann/hw1/timestamp.txt", "2026-11-24 10:00:00 UTC");
  const files = {
    "x/hw1.ipynb": Buffer.from(homework("hw1")),
    "x/b.csv": Buffer.from("2"),
  };
  write("bob.zip", packZip(files));
  expect(find().map((each) => Object.keys(each.loadFiles()))).toEqual([
    ["data/a.csv"],
    ["b.csv"],
  ]);
});
