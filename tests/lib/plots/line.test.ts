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

test("draws many measured points as a line alone", () => {
  const many = Array.from({ length: 1000 }, (_, i) => i);
  const [trace] = line([{ name: "many", x: many, y: many }]).data;
  expect(trace).toMatchObject({ mode: "lines" });
  expect(trace).not.toHaveProperty("marker");
});

test("tells curves apart by shape as well as by colour", () => {
  const other = { ...measured, name: "other" };
  const markers = line([measured, other]).data.map(
    (trace) => (trace as { marker: { symbol: string; color: string } }).marker,
  );
  expect(new Set(markers.map(({ symbol }) => symbol)).size).toBe(2);
  expect(new Set(markers.map(({ color }) => color)).size).toBe(2);
});

test("names curves at their ends, apart from each other, with room beside the plot", () => {
  const theory = { ...measured, name: "n log n", theory: true };
  const { layout } = line([measured, theory], { log: "both" });
  const [first, second] = layout.annotations ?? [];
  expect(first).toMatchObject({ x: 2, y: Math.log10(300), xanchor: "left" });
  expect(first?.text).toMatch(/merge sort$/);
  expect((first?.yshift ?? 0) - (second?.yshift ?? 0)).toBe(17);
  expect(layout.margin?.r).toBeGreaterThan(80);
  expect(line([measured]).layout.annotations).toEqual([]);
});

test("names a curve at its last point that a log axis can show", () => {
  const falling = { name: "falls", x: [1, 2, 3], y: [5, 2, 0] };
  const { layout } = line([measured, falling], { log: "y" });
  expect(layout.annotations?.[1]).toMatchObject({ x: 2, y: Math.log10(2) });
});

test("writes powers of ten in full while they are short", () => {
  const long = { name: "calls", x: [1, 2], y: [1, 1e9] };
  expect(line([measured], { log: "y" }).layout.yaxis).toMatchObject({
    tickformat: ",",
  });
  expect(line([long], { log: "y" }).layout.yaxis).toMatchObject({
    exponentformat: "power",
  });
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

test("labels each factor of ten, fewer where there are many, and 2 and 5 where there are few", () => {
  expect(line([measured], { log: "both" }).layout.yaxis).toMatchObject({
    dtick: 1,
  });
  const wall = { name: "wall", x: [1, 2], y: [1e-9, 1e17] };
  expect(line([wall], { log: "y" }).layout.yaxis).toMatchObject({ dtick: 3 });
  const slope = { name: "slope", x: [1, 2], y: [10, 60] };
  expect(line([slope], { log: "y" }).layout.yaxis).toMatchObject({
    dtick: "D2",
  });
});

test("draws a guess as a diamond without a line, and keeps the colours of what was measured", () => {
  const shown = line([
    { name: "your guess", x: [2], y: [1], guess: true },
    { name: "measured", x: [1, 2], y: [1, 2] },
  ]);
  expect(shown.data).toMatchObject([
    { mode: "markers", marker: { symbol: "diamond-open" } },
    { mode: "lines+markers", marker: { symbol: "circle" } },
  ]);
});

test("leaves out a guess that nobody has made yet", () => {
  const measured = { name: "measured", x: [1, 2], y: [1, 2] };
  const guess = { name: "your guess", x: [], y: [], guess: true };
  expect(line([measured, guess])).toEqual(line([measured]));
});

test("ends the axis with the points: the names of the curves are in the margin", () => {
  const curves = ["one", "two"].map((name) => ({
    name,
    x: [1, 100],
    y: [1, 2],
  }));
  const { xaxis } = line(curves, { log: "x" }).layout;
  expect(xaxis?.range?.[0]).toBeCloseTo(-0.08);
  expect(xaxis?.range?.[1]).toBeCloseTo(2.08);
  expect(line(curves.slice(1)).layout.xaxis).not.toHaveProperty("range");
});

test("names each curve beside what it is drawn with, so that nobody needs the colours", () => {
  const [x, y] = [
    [1, 2],
    [3, 4],
  ];
  const { layout } = line([
    { name: "measured", x, y },
    { name: "another", x, y: [1, 2] },
    { name: "theory", x, y: [0, 1], theory: true },
    { name: "guess", x: [1], y: [0.5], guess: true },
  ]);
  const texts = layout.annotations?.map(({ text }) =>
    text?.replaceAll(/<[^>]*>/g, ""),
  );
  expect(texts).toEqual(["● measured", "■ another", "– – theory", "◊ guess"]);
});
