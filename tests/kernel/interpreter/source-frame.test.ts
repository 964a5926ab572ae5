import { expect, test } from "vitest";
import { sourceFrame } from "../../../kernel/interpreter/source-frame.ts";

test("shows the line with its neighbours and a caret under the column", () => {
  expect(sourceFrame("one\ntwo three\nfour", "cell [3]", 2, 5)).toEqual([
    "cell [3], line 2:",
    "  1 | one",
    "> 2 | two three",
    "    |     ^",
    "  3 | four",
  ]);
});

test("keeps tabs, so that the caret stands where the column is", () => {
  expect(sourceFrame("\tx", "cell [1]", 1, 2)).toContain("    | \t^");
});
