import { expect, test } from "vitest";
import { tree } from "../../../lib/plots/tree.ts";
import type { Call } from "../../../lib/plots/tree-layout.ts";

function fib(n: number): Call {
  return {
    label: `fib(${n})`,
    children: n < 2 ? [] : [fib(n - 1), fib(n - 2)],
  };
}

function names(figure: ReturnType<typeof tree>, trace: number): unknown[] {
  return (figure.data[trace] as { customdata: unknown[] }).customdata;
}

test("shows calls that were made before in a colour of their own", () => {
  const shown = tree(fib(3));
  expect(names(shown, 1)).toEqual([
    "fib(3), call 1 of 1",
    "fib(2), call 1 of 1",
    "fib(1), call 1 of 2",
    "fib(0), call 1 of 1",
  ]);
  expect(names(shown, 2)).toEqual(["fib(1), call 2 of 2"]);
});

test("stands a caller over the middle of its calls", () => {
  const [, first] = tree(fib(2)).data;
  expect(first).toMatchObject({ x: [0.5, 0, 1], y: [-0, -1, -1] });
});

test("leaves out deep levels of a large tree and says so", () => {
  const shown = tree(fib(12), { limit: 100 });
  expect(shown.description).toMatch(
    /465 calls, \d+ of 63 shown are repeated; 402 deeper calls are not shown/,
  );
});

test("names the function at the root only where labels would lie on each other", () => {
  const labels = (n: number) =>
    tree(fib(n)).layout.annotations?.map(({ text }) => text);
  expect(labels(3)).toContain("fib(1)");
  expect(labels(6)?.slice(0, 3)).toEqual(["fib(6)", "5", "4"]);
});

test("sets repeated calls apart by an outline that stands out from a white page too", () => {
  const outlines = tree(fib(3)).layout.annotations?.map(
    ({ bgcolor, bordercolor }) => [bgcolor, bordercolor],
  );
  expect(new Set(outlines?.map(String)).size).toBe(2);
});
