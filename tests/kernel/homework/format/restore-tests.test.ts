import { expect, test } from "vitest";
import { parseNotebook } from "../../../../kernel/homework/format/notebook.ts";
import { release } from "../../../../kernel/homework/format/pipeline.ts";
import { restoreTests } from "../../../../kernel/homework/format/restore-tests.ts";
import { scoreNotebook } from "../../../../kernel/homework/format/score.ts";
import { writeNotebook } from "../../../../kernel/homework/format/write-notebook.ts";
import { answer, cell, check, notebook } from "./samples.ts";

const source = notebook([
  cell("code", "const fixed = 1", { id: "setup", locked: true }),
  answer("f", "solution"),
  check(
    "f-test",
    3,
    "visible\n// BEGIN HIDDEN TESTS\nhidden\n// END HIDDEN TESTS",
  ),
  cell("markdown", "why", {
    id: "why",
    grade: true,
    solution: true,
    points: 2,
  }),
]);
const released = () => structuredClone(release(source));
const sources = (cells: { source: string }[]) =>
  cells.map((each) => each.source);

test("brings the hidden tests back and keeps the answers", () => {
  const student = released();
  student.cells[1]!.source = "mine";
  student.cells.splice(2, 0, cell("code", "my own try"));
  const {
    notebook: restored,
    changed,
    missing,
  } = restoreTests(student, source);
  expect(sources(restored.cells)).toEqual([
    "const fixed = 1",
    "mine",
    "my own try",
    source.cells[2]!.source,
    "YOUR ANSWER HERE",
  ]);
  expect([changed, missing]).toEqual([[], []]);
});

test("puts the original in place of an edited test, and says so", () => {
  const student = released();
  student.cells[2]!.source = "5";
  student.cells[2]!.metadata.nbgrader!.points = 100;
  const { notebook: restored, changed } = restoreTests(student, source);
  expect(restored.cells[2]).toMatchObject({
    source: source.cells[2]!.source,
    metadata: { nbgrader: { points: 3 } },
  });
  expect(changed).toEqual(["f-test"]);
});

test("does not say that a student has changed what the teacher has mended since", () => {
  const student = released();
  const mended = structuredClone(source);
  mended.cells[2]!.source = mended.cells[2]!.source.replace("visible", "right");
  const { notebook: restored, changed } = restoreTests(student, mended);
  expect(restored.cells[2]!.source).toBe(mended.cells[2]!.source);
  expect(changed).toEqual([]);
});

test("puts deleted cells back where they were; a deleted answer is none", () => {
  const student = { ...released(), cells: [cell("code", "only mine")] };
  const { notebook: restored, missing } = restoreTests(student, source);
  expect(missing).toEqual(["setup", "f", "f-test", "why"]);
  expect(sources(restored.cells)).toEqual([
    "const fixed = 1",
    release(source).cells[1]!.source,
    source.cells[2]!.source,
    "YOUR ANSWER HERE",
    "only mine",
  ]);
  expect(scoreNotebook(restored).at(-1)?.points).toBe(0);
});

test("counts a copied question once", () => {
  const student = released();
  student.cells.push(structuredClone(student.cells[2]!));
  const { notebook: restored } = restoreTests(student, source);
  expect(scoreNotebook(restored)).toHaveLength(2);
});

test.each([null, [], 5, "x", { grade_id: 5 }, { grade_id: "__proto__" }])(
  "an answer whose role is %j stands after the stub that takes its place, and counts",
  (nbgrader) => {
    const student = released();
    student.cells[1]!.source = "mine";
    student.cells[1]!.metadata.nbgrader = nbgrader as never;
    const parsed = parseNotebook(JSON.stringify(student), "f.ipynb");
    const { notebook: restored, missing } = restoreTests(parsed, source);
    expect(missing).toEqual(["f"]);
    expect(sources(restored.cells).slice(1, 4)).toEqual([
      release(source).cells[1]!.source,
      "mine",
      source.cells[2]!.source,
    ]);
    expect(restored.cells[2]!.metadata).not.toHaveProperty("nbgrader");
  },
);

test.each([
  null,
  "x",
  [null, 5, { output_type: "stream" }],
  [{ output_type: "display_data", data: null }],
])("outputs like %j show nothing, and cost nothing", (outputs) => {
  const student = released();
  student.cells[1]!.outputs = outputs as never;
  const parsed = parseNotebook(JSON.stringify(student), "f.ipynb");
  expect(parsed.cells[1]!.outputs).toEqual([]);
  expect(writeNotebook(parsed)).toContain("f-test");
});
