import { generateKeyPairSync, type KeyObject } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  findSubmissions,
  type HandedIn,
} from "../../../kernel/cli/homework/submissions.ts";
import { hashFile, signReceipt } from "../../../lib/homework/receipt.ts";
import { packSubmission } from "../../../lib/homework/submission.ts";
import { packZip } from "../../../lib/homework/zip.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "romanesco-submissions-"));
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
const find = (): HandedIn[] =>
  findSubmissions(folder, { notebookName: "small.ipynb", assignment: "small" });

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
  expect([eve!.student, eve!.notes.join()]).toEqual([
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

test("takes a student's only notebook under any name, and no folder without one", () => {
  write("ann/small (1).ipynb", empty);
  write("notes/readme.txt", "");
  expect(find().map(({ student }) => student)).toEqual(["ann"]);
});

test.each([
  [
    '{"cells": [{"cell_type": "code", "metadata": {}, "source": "", "outputs": [null]}]',
    "outputs that are none",
  ],
  [
    '{"cells": [{"cell_type": "code", "metadata": {"nbgrader": 5}, "source": ""}]',
    "nbgrader metadata that is none",
  ],
  [
    '{"cells": [{"cell_type": "x", "metadata": {}, "source": ""}]',
    "neither code nor text",
  ],
])("says of %s that it has %s", (start, problem) => {
  write("eve/small.ipynb", `${start}, "metadata": {}, "nbformat": 4}`);
  expect(problemOf(find()[0]!)).toContain(problem);
});
