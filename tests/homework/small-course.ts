import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { release } from "../../kernel/homework/format/pipeline.ts";
import { writeNotebook } from "../../kernel/homework/format/write-notebook.ts";
import {
  answer,
  cell,
  check,
  notebook,
} from "../kernel/homework/format/samples.ts";

/** Three questions, 2 + 2 + 1 points by checks, and one of 2 points for a person. */
export const source = notebook([
  cell(
    "code",
    'import assert from "node:assert/strict";\nfunction givePoints(points: number, ...checks: boolean[]): number {\n  return (points * checks.filter((holds) => holds).length) / checks.length;\n}',
    { id: "setup", locked: true },
  ),
  answer(
    "add",
    "function add(a: number, b: number): number {\n  // BEGIN SOLUTION\n  return a + b;\n  // END SOLUTION\n}",
  ),
  check(
    "add-test",
    2,
    "givePoints(2, add(1, 2) === 3,\n  // BEGIN HIDDEN TESTS\n  [1, 2].every((n) => add(n, n) === 2 * n),\n  // END HIDDEN TESTS\n)",
  ),
  answer(
    "double",
    "function double(n: number): number {\n  // BEGIN SOLUTION\n  return 2 * n;\n  // END SOLUTION\n}",
  ),
  check(
    "double-test",
    2,
    "assert.equal(double(3), 6);\nassert.equal(double(0), 0);",
  ),
  answer(
    "last",
    "function last(list: string[]): string | undefined {\n  // BEGIN SOLUTION\n  return list.at(-1);\n  // END SOLUTION\n}",
  ),
  check("last-test", 1, 'assert.equal(last(["a", "b"]), "b");'),
  cell("markdown", "Why?", {
    id: "why",
    grade: true,
    solution: true,
    points: 2,
  }),
]);

export type Answers = Partial<
  Record<"add" | "double" | "last" | "why", string>
>;

export const perfect: Answers = {
  add: "function add(a: number, b: number): number {\n  return a + b;\n}",
  double: "function double(n: number): number {\n  return 2 * n;\n}",
  last: "function last(list: string[]): string | undefined {\n  return list.at(-1);\n}",
  why: "Because.",
};

/** The students' copy with answers in it. */
export function answered(answers: Answers) {
  const copy = release(source);
  const cells = copy.cells.map((each) => {
    const id = each.metadata.nbgrader?.grade_id as keyof Answers;
    return { ...each, source: answers[id] ?? each.source };
  });
  return { ...copy, cells };
}

/** A folder with a source and submissions, as nbgrader collects them: STUDENT/small/small.ipynb. */
export class SmallCourse {
  readonly folder = mkdtempSync(join(tmpdir(), "romanesco-course-"));
  readonly source = join(this.folder, "source", "small", "small.ipynb");
  readonly submissions = join(this.folder, "submitted");

  constructor() {
    this.write(this.source, writeNotebook(source));
  }

  submit(
    student: string,
    submission: Parameters<typeof writeNotebook>[0],
  ): string {
    const file = join(this.submissions, student, "small", "small.ipynb");
    this.write(file, writeNotebook(submission));
    return file;
  }

  write(file: string, text: string): void {
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, text);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
