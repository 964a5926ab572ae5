import assert from "node:assert/strict";
import { expect, test } from "vitest";
import { findDifferences } from "../../../../kernel/homework/format/differences.ts";
import { findTitle } from "../../../../kernel/homework/format/find-title.ts";
import { scoreCell } from "../../../../kernel/homework/format/score.ts";
import { cell, check, notebook } from "./samples.ts";

test("takes apart what our checks say was expected and got", () => {
  expect(
    findDifferences([
      "not yet: expected 15 photos, got 12. Read again: 1, endings",
      "expected a, b, got [1,2]",
      "TypeError: no",
    ]),
  ).toEqual({
    differences: [
      { expected: "15 photos", got: "12", hint: "1, endings" },
      { expected: "a, b", got: "[1,2]", hint: "" },
    ],
    others: ["TypeError: no"],
  });
});

test("takes apart what node:assert says", () => {
  const said = (() => {
    try {
      assert.equal(3, 6);
    } catch (error) {
      return String(error).split("\n").filter(Boolean);
    }
    return [];
  })();
  expect(
    findDifferences(said.map((line) => line.replace(" [ERR_ASSERTION]", ""))),
  ).toEqual({
    differences: [{ expected: "6", got: "3", hint: "" }],
    others: [],
  });
});

test("calls a question what the heading above it does, without its points", () => {
  const homework = notebook([
    check("a-test", 1, "1"),
    cell(
      "markdown",
      "# Homework\n\ntext\n\n### 1. Which photos? (2 points)\n\nmore",
    ),
    check("b-test", 1, "1"),
    cell("markdown", "### 2. Why?"),
    check("c-test", 1, "1"),
    cell("markdown", "# My answer", {
      ...{ id: "why", grade: true, solution: true },
    }),
  ]);
  expect(
    ["a-test", "b-test", "c-test", "why"].map((id) => findTitle(homework, id)),
  ).toEqual([
    ...["Question 1", "1. Which photos?"],
    // Two questions below one heading; what a student writes is none.
    ...["2. Why? (part 1)", "2. Why? (part 2)"],
  ]);
});

test("reads a million characters of a submission's as fast as it is long", () => {
  const long = "x".repeat(1e6);
  const spaces = " ".repeat(1e6);
  const headings = notebook([
    cell("markdown", `# ${spaces}(${spaces}`),
    cell("markdown", `# ${"(points ".repeat(1e5)}`),
    check("a-test", 1, "1"),
  ]);
  const reasons = [
    `expected ${", got".repeat(2e5)}`,
    `expected ${", got ".repeat(2e5)}`,
    `expected ${long}, got ${long}${". Read again:".repeat(1e5)}`,
    " !== ".repeat(2e5),
  ];
  const digits = "1".repeat(1e6);
  const outputs = [
    {
      output_type: "execute_result" as const,
      execution_count: 1,
      data: { "text/plain": `${digits}x` },
      metadata: {},
    },
  ];
  // A quadratic reader would take longer than a test may.
  expect(findTitle(headings, "a-test")).toContain("(points (points");
  const { differences, others } = findDifferences(reasons);
  expect(differences.length + others.length).toBe(4);
  expect(scoreCell({ ...check("a-test", 1, "1"), outputs }).points).toBe(1);
});
