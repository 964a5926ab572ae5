import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { keepAssignment } from "../../kernel/homework/collecting/keep-assignment.ts";
import { parseNotebook } from "../../kernel/homework/format/notebook.ts";
import { release } from "../../kernel/homework/format/pipeline.ts";
import { writeNotebook } from "../../kernel/homework/format/write-notebook.ts";
import { unpackZip } from "../../kernel/homework/format/zip.ts";

const secret = /END (SOLUTION|HIDDEN TESTS|MARK SCHEME)/;
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
  const telling = notebooks.filter((path) =>
    secret.test(readFileSync(`notebooks/${path}`, "utf8")),
  );
  expect(telling).toEqual([]);
});

test("make students packs all that a student opens, and no solution", () => {
  execFileSync("make", [
    ...["--silent", "--old-file=node_modules/.package-lock.json", "students"],
  ]);
  const zip = readFileSync(".cache/romanesco-course.zip");
  const files = Object.entries(unpackZip(zip, "romanesco-course.zip"));
  expect(files.map(([name]) => name)).toEqual(
    expect.arrayContaining(
      [
        ...["package.json", "notebooks/00-start-here.ipynb"],
        // What their servers import.
        "node_modules/jpeg-js/package.json",
        ...copies.map(({ folder, name }) => `${folder}/${name}`),
      ].map((name) => `romanesco-course/${name}`),
    ),
  );
  const telling = files.filter(
    ([name, content]) =>
      name.includes("teacher") || secret.test(Buffer.from(content).toString()),
  );
  expect(telling.map(([name]) => name)).toEqual([]);
});
