import { expect, test } from "vitest";
import { line } from "../../../lib/plots/line.ts";

const measured = { name: "merge sort", x: [1, 10, 100], y: [1, 20, 300] };

test("draws what was measured as points and what theory says as dashes", () => {
  const theory = { ...measured, name: "n log n", theory: true };
  expect(line([measured, theory]).data).toMatchObject([
    { mode: "lines+markers", name: "merge sort", y: [1, 20, 300] },
    { mode: "lines", name: "n log n", line: { dash: "dash" } },
  ]);
});

test("tells curves apart by shape as well as by colour", () => {
  const other = { ...measured, name: "other" };
  const markers = line([measured, other]).data.map(
    (trace) => (trace as { marker: { symbol: string; color: string } }).marker,
  );
  expect(new Set(markers.map(({ symbol }) => symbol)).size).toBe(2);
  expect(new Set(markers.map(({ color }) => color)).size).toBe(2);
});

test("makes the axes logarithmic that are asked for", () => {
  const { layout } = line([measured], { log: "x", x: "n (items)" });
  expect(layout.xaxis).toMatchObject({
    type: "log",
    title: { text: "n (items)" },
  });
  expect(layout.yaxis).toMatchObject({ type: "linear" });
});

test("says which curve has not as many of x as of y", () => {
  expect(() => line([{ ...measured, y: [1] }])).toThrow(
    'the curve "merge sort" has 3 of x and 1 of y',
  );
});
