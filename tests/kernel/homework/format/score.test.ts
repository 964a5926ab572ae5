import { expect, test } from "vitest";
import { addChecksums } from "../../../../kernel/homework/format/checksums.ts";
import type { Output } from "../../../../kernel/homework/format/notebook.ts";
import { scoreCell } from "../../../../kernel/homework/format/score.ts";
import { cell, check, notebook } from "./samples.ts";

const result = (text: string): Output => ({
  output_type: "execute_result",
  execution_count: 1,
  data: { "text/plain": text },
  metadata: {},
});
const stream = (name: "stdout" | "stderr", text: string): Output => ({
  output_type: "stream",
  name,
  text,
});
const error: Output = {
  output_type: "error",
  ename: "AssertionError",
  evalue: "not equal:\n\n1 !== 2\n",
  traceback: [],
};

const score = (...outputs: Output[]) =>
  scoreCell({ ...check("q", 5, ""), outputs });

test.each([
  ["nothing", [], 5],
  ["a number", [result("3.5")], 3.5],
  ["zero", [result("0")], 0],
  ["the maximum", [result("5")], 5],
  ["a text", [result("'fine'")], 5],
  ["prints", [stream("stdout", "3")], 5],
  ["an error", [error], 0],
  ["stderr", [stream("stderr", "Warning: x")], 0],
  ["an error after a number", [error, result("5")], 0],
  ["more than the maximum", [result("7")], 0],
  ["less than zero", [result("-1")], 0],
  ["NaN", [result("NaN")], 0],
  ["a ratio that divides by zero", [result("Infinity")], 0],
  ["the same below zero", [result("-Infinity")], 0],
  [
    "a hexadecimal number, which Python's float takes for text",
    [result("0xff")],
    5,
  ],
])("a test cell with %s", (_, outputs, points) => {
  expect(score(...outputs).points).toBe(points);
});

test("says why points were lost, with what the check printed", () => {
  expect(
    score(stream("stdout", "not yet: expected 15, got 3\n"), result("2"))
      .reasons,
  ).toEqual(["not yet: expected 15, got 3"]);
  expect(score(error).reasons).toEqual(["not equal:"]);
  expect(score(stream("stderr", "Warning: x\ny")).reasons).toEqual([
    "written to stderr: Warning: x",
    "y",
  ]);
});

test("points that are no number are none, so that sums stay numbers", () => {
  const damaged = check("q", 5, "");
  Object.assign(damaged.metadata.nbgrader!, { points: "99" });
  expect(scoreCell(damaged).maxPoints).toBe(0);
});

test("leaves written answers to a person, unless nothing was written", () => {
  const role = { id: "q", grade: true, solution: true, points: 3 };
  const [released] = addChecksums(
    notebook([cell("markdown", "YOUR ANSWER HERE", role)]),
  ).cells;
  expect(scoreCell(released!).points).toBe(0);
  expect(
    scoreCell({ ...released!, source: "Because." }).points,
  ).toBeUndefined();
});
