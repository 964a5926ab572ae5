import assert from "node:assert/strict";
import { expect, test } from "vitest";
import { findDifferences } from "../../../lib/homework/differences.ts";
import { findTitle } from "../../../lib/homework/find-title.ts";
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
  ]);
  expect(findTitle(homework, "a-test")).toBe("a-test");
  expect(findTitle(homework, "b-test")).toBe("1. Which photos?");
});
