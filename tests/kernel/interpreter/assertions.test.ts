import assert from "node:assert/strict";
import { inspect } from "node:util";
import { expect, test } from "vitest";
import { readAssertion } from "../../../kernel/homework/format/assertion.ts";
import { plainAssertion } from "../../../kernel/interpreter/runtime/plain-assertion.ts";

/** What a check that fails shows below its cell, and in the table of Validate. */
function told(check: () => void, ...frames: string[]) {
  try {
    check();
  } catch (error) {
    const { message } = error as Error;
    const stack = [
      `AssertionError [ERR_ASSERTION]: ${message}`,
      ...frames.map((frame) => `    at ${frame}`),
    ].join("\n");
    Object.defineProperty(error, "stack", { value: stack });
    return {
      // Without frames, brackets stand around it.
      cell: inspect(plainAssertion(error)).replace(/^\[([^]*)\]$/, "$1"),
      table: readAssertion(message),
    };
  }
  throw new Error("it did not fail");
}

const sentence = "double(3) should be 6";

test.each([
  ["values", () => assert.equal(3, 6, sentence)],
  ["lists", () => assert.deepEqual([1, 2], [1, 3], sentence)],
  ["texts of several lines", () => assert.equal("a\nb", "a\nc", sentence)],
  ["a condition", () => assert.ok(false, sentence)],
  ["nothing", () => assert.fail(sentence)],
])(
  "an assertion about %s shows the sentence of its author alone",
  (_, check) => {
    expect(told(check, "cell [5]:2:8")).toEqual({
      cell: `AssertionError: ${sentence}`,
      table: [sentence],
    });
  },
);

test("nothing of a comparison in colours, as Node writes it for terminals, is left below a sentence", () => {
  const message = `${sentence}\n\u001b[32m+ actual\u001b[39m \u001b[31m- expected\u001b[39m\n\n\u001b[32m+\u001b[39m   2`;
  expect(readAssertion(message)).toEqual([sentence]);
});

test("without a sentence it shows what was expected and what came, and no fields", () => {
  const values = told(() => assert.equal(3, 6), "cell [5]:2:8");
  expect(values.cell).toMatch(
    /^AssertionError: Expected values to be [^]*3 !== 6\n +at cell \[5\]:2:8$/,
  );
  expect(values.table).toEqual(["expected 6, got 3"]);
  expect(told(() => assert.deepEqual([1, 2], [1, 3])).table).toEqual([
    "expected 3, got 2",
  ]);
});

test("an assertion inside a function shows where it was called", () => {
  const { cell } = told(
    () => assert.ok(false, sentence),
    "check (cell [4]:3:1)",
    "cell [5]:2:8",
  );
  expect(cell.split("\n")).toEqual([
    `AssertionError: ${sentence}`,
    "    at check (cell [4]:3:1)",
    "    at cell [5]:2:8",
  ]);
});

test("what an author put on an assertion stays", () => {
  const { cell } = told(() => {
    try {
      assert.ok(false, sentence);
    } catch (error) {
      throw Object.assign(error as Error, { question: 3 });
    }
  });
  expect(cell).toContain("question: 3");
});
