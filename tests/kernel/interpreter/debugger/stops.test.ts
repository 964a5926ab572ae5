import { expect, test } from "vitest";
import { isReached } from "../../../../kernel/interpreter/debugger/stops.ts";
import { toLine } from "../../../../kernel/interpreter/debugger/remote-values.ts";

test.each([
  [undefined, [1, 2, 3, 4, 5, 6]],
  ["3", [3, 4, 5, 6]],
  [">= 3", [3, 4, 5, 6]],
  ["> 3", [4, 5, 6]],
  ["== 3", [3]],
  ["% 2", [2, 4, 6]],
  ["< 3", [1, 2]],
  ["<= 3", [1, 2, 3]],
  ["often", [1, 2, 3, 4, 5, 6]],
])("a hit condition of %j stops at the hits %j", (condition, hits) => {
  const all = [1, 2, 3, 4, 5, 6];
  expect(all.filter((count) => isReached(condition, count))).toEqual(hits);
});

test.each([
  ["function (a, b       ) { return a; }", "f", "ƒ f(a, b)"],
  ["async function g(x) {\n}", "f", "ƒ async g(x)"],
  ["(x        ) => x + 1", "f", "ƒ f(x)"],
  ["class Point { }", "P", "class Point"],
])("a function %j is shown as what one calls", (description, name, line) => {
  expect(toLine({ type: "function", description }, name)).toBe(line);
});
