import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { keepAssignment } from "../../kernel/homework/collecting/keep-assignment.ts";
import { parseNotebook } from "../../kernel/homework/format/notebook.ts";
import { release } from "../../kernel/homework/format/pipeline.ts";
import { writeNotebook } from "../../kernel/homework/format/write-notebook.ts";

const students = "notebooks/exercises";
const sources = `${students}/source`;
const list = (folder: string) =>
  readdirSync(folder).filter((name) => name.endsWith(".ipynb"));

test("there is a student's copy of every source, and no other", () => {
  expect(list(students)).toEqual(list(sources));
});

test.each(list(sources))(
  "the checked-in %s is what release makes of its source; if not, run make exercises",
  (name) => {
    const source = readFileSync(`${sources}/${name}`, "utf8");
    const exercise = name.replace(/\.ipynb$/, "");
    const copy = release(parseNotebook(source, name));
    const made = writeNotebook(keepAssignment(copy, exercise, exercise));
    expect(readFileSync(`${students}/${name}`, "utf8")).toBe(made);
  },
);
