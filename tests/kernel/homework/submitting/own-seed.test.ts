import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { keepAssignment } from "../../../../kernel/homework/collecting/keep-assignment.ts";
import { release } from "../../../../kernel/homework/format/pipeline.ts";
import { makeSeed } from "../../../../kernel/homework/format/seed.ts";
import { writeNotebook } from "../../../../kernel/homework/format/write-notebook.ts";
import {
  findOwnSeed,
  readOwnSeed,
} from "../../../../kernel/homework/submitting/own-seed.ts";
import { keepStudent } from "../../../../kernel/homework/submitting/student.ts";
import { source } from "../../../homework/small-course.ts";

const folder = mkdtempSync(join(tmpdir(), "romanesco-seed-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const student = { id: "ann@example.org", name: "Ann" };

test("a student's notebook has the seed with which it is graded, whatever its file is called", () => {
  const copy = keepAssignment(release(source), "small", "small");
  expect(findOwnSeed(copy, "mine.ipynb")).toBeUndefined();
  const seed = makeSeed("small", "ann@example.org");
  expect(findOwnSeed(keepStudent(copy, student), "mine.ipynb")).toBe(seed);
  const second = keepAssignment(release(source), "hw1", "p2");
  expect(findOwnSeed(keepStudent(second, student), "mine.ipynb")).toBe(
    makeSeed("hw1-p2", "ann@example.org"),
  );
});

test("a kernel finds the seed of the notebook that it is started for, and of no other file", () => {
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return readOwnSeed(join(folder, name));
  };
  const copy = keepAssignment(release(source), "small", "small");
  const text = writeNotebook(keepStudent(copy, student));
  expect(write("a.ipynb", text)).toBe(makeSeed("small", student.id));
  expect(write("b.ipynb", writeNotebook(copy))).toBeUndefined();
  expect(write("c.ipynb", '{"student": {')).toBeUndefined();
  expect(readOwnSeed(join(folder, "gone.ipynb"))).toBeUndefined();
});
