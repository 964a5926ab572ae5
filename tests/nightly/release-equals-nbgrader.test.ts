import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseNotebook } from "../../kernel/homework/format/notebook.ts";
import { release } from "../../kernel/homework/format/pipeline.ts";
import { writeNotebook } from "../../kernel/homework/format/write-notebook.ts";
import { cell, notebook } from "../kernel/homework/format/samples.ts";
import {
  makeNbgraderEnvironment,
  NbgraderCourse,
} from "../homework/nbgrader-course.ts";

/** Every source in the project: of the homework and of the exercises. */
const folder = "notebooks/teacher/source";
const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .map((path) => join(folder, path))
  .filter((path) => /^(?!.*_checkpoints).*\.ipynb$/.test(path));
let course: NbgraderCourse;

beforeAll(() => {
  makeNbgraderEnvironment();
  course = new NbgraderCourse();
}, 300_000);
afterAll(() => course.remove());

/** What nbgrader makes of it. */
async function generate(assignment: string, source: string): Promise<unknown> {
  course.write(`source/${assignment}/${assignment}.ipynb`, source);
  await course.nbgrader("generate_assignment", assignment, "--force");
  const path = join("release", assignment, `${assignment}.ipynb`);
  return JSON.parse(readFileSync(join(course.folder, path), "utf8"));
}

/** Without the list of questions, which nbgrader does not write. */
function releaseOurs(source: string): unknown {
  const copy = release(parseNotebook(source, "source"));
  const { romanesco } = parseNotebook(source, "source").metadata;
  const { romanesco: _, ...metadata } = copy.metadata;
  const own = romanesco === undefined ? {} : { romanesco };
  const same = { ...copy, metadata: { ...metadata, ...own } };
  return JSON.parse(writeNotebook(same));
}

test.each(sources)("releases %s as the same JSON as nbgrader", async (path) => {
  const source = readFileSync(path, "utf8");
  const name = basename(path, ".ipynb");
  expect(releaseOurs(source)).toEqual(await generate(name, source));
});

test("releases every kind of cell, odd line ends and all numbers of points as the same JSON as nbgrader", async () => {
  const source = writeNotebook(
    notebook([
      cell("markdown", "plain\u2028text\r\nwith ends\x85of lines\n"),
      cell("raw", "as it is"),
      cell("code", "", { id: "empty", solution: true }),
      cell("code", "a\n  // BEGIN SOLUTION\n  b\n  // END SOLUTION\nc", {
        id: "region",
        solution: true,
      }),
      cell("code", "1\n// BEGIN HIDDEN TESTS\n2\n// END HIDDEN TESTS\n3", {
        id: "test",
        grade: true,
        locked: true,
        points: 2.5,
      }),
      cell("code", "tiny", {
        id: "tiny",
        grade: true,
        locked: true,
        points: 0.00001,
      }),
      cell("code", "none", {
        id: "none",
        grade: true,
        locked: true,
        points: 0,
      }),
      cell("code", "by hand é 😀", {
        id: "manual-code",
        grade: true,
        solution: true,
        points: 1,
      }),
      cell("markdown", "by hand", {
        id: "manual-text",
        grade: true,
        solution: true,
        points: 3,
      }),
      cell(
        "markdown",
        "do\n=== BEGIN MARK SCHEME ===\nsecret\n=== END MARK SCHEME ===\nit",
        { id: "task", task: true, locked: true, points: 2 },
      ),
      cell("markdown", "read", { id: "read-only", locked: true }),
      cell("code", "const fixed = 1", { id: "read-only-code", locked: true }),
    ]),
  );
  expect(releaseOurs(source)).toEqual(await generate("kinds", source));
});
