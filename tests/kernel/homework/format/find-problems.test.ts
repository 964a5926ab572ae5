import { expect, test } from "vitest";
import {
  findMissing,
  findNoHomework,
  findProblems,
} from "../../../../kernel/homework/format/find-problems.ts";
import { release } from "../../../../kernel/homework/format/pipeline.ts";
import { listQuestions } from "../../../../kernel/homework/format/questions.ts";
import { restoreTests } from "../../../../kernel/homework/format/restore-tests.ts";
import { answer, cell, check, notebook } from "./samples.ts";

const source = notebook([answer("a", "1"), check("a-test", 1, "a")]);
const released = () => structuredClone(release(source));
const problemsOf = (homework: ReturnType<typeof released>) =>
  [
    ...findNoHomework(homework),
    ...findMissing(homework, listQuestions(homework)),
    ...findProblems(homework),
  ].map(({ gradeId, message }) => `${gradeId} ${message}`);

test("finds nothing wrong with what was released", () => {
  expect(problemsOf(released())).toEqual([]);
});

test("says that questions were deleted, though nobody has listed them", () => {
  const homework = { ...released(), cells: [cell("code", "1")] };
  expect(problemsOf(homework)).toEqual([
    expect.stringMatching(/^a-test is missing/),
  ]);
});

test("says that a question is missing whose cell has lost its role", () => {
  const homework = released();
  Object.assign(homework.cells[1]!.metadata.nbgrader!, {
    ...{ grade: false, locked: false },
  });
  expect(problemsOf(homework)).toEqual([
    expect.stringMatching(/^a-test is missing/),
  ]);
});

test.each([
  ["an empty notebook", []],
  ["one that is no homework", [cell("code", "1")]],
])("does not say of %s that all is well", (_, cells) => {
  expect(problemsOf(notebook(cells))).toEqual([
    expect.stringContaining("is not homework"),
  ]);
});

test("says when a cell's type was changed", () => {
  const homework = released();
  homework.cells[0]!.cell_type = "markdown";
  expect(problemsOf(homework)).toEqual([
    expect.stringMatching(/^a was made a markdown cell/),
  ]);
});

test("names an answer in a copy of the cell to the student and to the teacher", () => {
  const homework = released();
  const copy = { ...structuredClone(homework.cells[0]!), source: "2" };
  // As JupyterLab pastes.
  delete copy.metadata.deletable;
  homework.cells.push(copy);
  expect(problemsOf(homework)).toEqual([
    expect.stringContaining("Move your answer into the first cell"),
  ]);
  expect(restoreTests(homework, source).copied).toEqual(["a"]);
});

test("says of a cell that was split, and cannot be deleted, how to join it", () => {
  const homework = released();
  homework.cells.splice(1, 0, { ...structuredClone(homework.cells[0]!) });
  expect(problemsOf(homework)).toEqual([
    expect.stringMatching(/^a was split in two.* press Shift\+M$/),
  ]);
});
