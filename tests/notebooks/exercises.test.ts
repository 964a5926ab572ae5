import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { keepAssignment } from "../../kernel/homework/collecting/keep-assignment.ts";
import { parseNotebook } from "../../kernel/homework/format/notebook.ts";
import { release } from "../../kernel/homework/format/pipeline.ts";
import { writeNotebook } from "../../kernel/homework/format/write-notebook.ts";

const sources = "notebooks/teacher/source";
const students = ["notebooks/exercises", "notebooks/homework"];
const copies = students.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".ipynb"))
    .map((name) => ({ folder, name, stem: name.replace(/\.ipynb$/, "") })),
);

test("there is a student's copy of every source, and no other", () => {
  const made = copies.map(({ stem }) => `${stem}/${stem}.ipynb`).sort();
  const all = readdirSync(sources, { recursive: true, encoding: "utf8" });
  expect(all.filter((path) => path.endsWith(".ipynb")).sort()).toEqual(made);
});

test.each(copies)(
  "the checked-in $folder/$name is what release makes of its source; if not, run make exercises",
  ({ folder, name, stem }) => {
    const source = readFileSync(`${sources}/${stem}/${name}`, "utf8");
    const copy = release(parseNotebook(source, name));
    const made = writeNotebook(keepAssignment(copy, stem, stem));
    expect(readFileSync(`${folder}/${name}`, "utf8")).toBe(made);
  },
);

test("no notebook outside the teacher's folder has a solution in it", () => {
  const all = readdirSync("notebooks", { recursive: true, encoding: "utf8" });
  const notebooks = all.filter((path) => /^(?!teacher).*\.ipynb$/.test(path));
  expect(notebooks.length).toBeGreaterThan(copies.length);
  const secret = /END (SOLUTION|HIDDEN TESTS|MARK SCHEME)/;
  const telling = notebooks.filter((path) =>
    secret.test(readFileSync(`notebooks/${path}`, "utf8")),
  );
  expect(telling).toEqual([]);
});
