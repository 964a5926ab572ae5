import { expect, test } from "vitest";
import { type TimedVariant, timings } from "../../../lib/plots/timings.ts";

const serial: TimedVariant = {
  name: "serial",
  seconds: [1.2, 1.1, 1.3],
  median: 1.2,
  spread: 0.2,
  speedup: 1,
};
const pooled: TimedVariant = {
  name: "pool of 4",
  seconds: [0.33, 0.35, 0.37],
  median: 0.35,
  spread: 0.04,
  speedup: 3.4286,
};

test("draws a bar per variant, as long as its median, with the spread as error bar", () => {
  const [bars] = timings({ variants: [serial, pooled] }).data;
  expect(bars).toMatchObject({
    type: "bar",
    orientation: "h",
    y: ["serial", "pool of 4"],
    x: [1.2, 0.35],
    error_x: { array: [0.1, 0.02] },
  });
});

test("writes the speed-up beside every bar but the first", () => {
  const [, labels] = timings({ variants: [serial, pooled] }).data;
  expect(labels).toMatchObject({
    mode: "text",
    text: ["1.2 s", "0.35 s, <b>3.43 × as fast</b>"],
  });
});

test("says how many times as long a slower variant takes", () => {
  const slow = { ...serial, name: "pool of 4", median: 12, speedup: 0.1 };
  const [, labels] = timings({ variants: [serial, slow] }).data;
  expect(labels).toMatchObject({
    text: ["1.2 s", "12 s, <b>10 × as long</b>"],
  });
});

test("says what the thin lines mean where there were several runs", () => {
  const subtitle = (variants: TimedVariant[]) =>
    (timings({ variants }).layout.title as { subtitle: object }).subtitle;
  expect(subtitle([serial, pooled])).toEqual({
    text: "median of 3 runs; the thin lines show the interquartile range",
  });
  expect(subtitle([{ ...serial, seconds: [1.2] }])).toEqual({
    text: "one run each, so there is no spread to show",
  });
});

test("works out speed-ups from the medians when none are given", () => {
  const { speedup: _, ...plain } = pooled;
  expect(timings({ variants: [serial, plain] }).description).toMatch(
    /3\.43 times as fast/,
  );
});

test("measures the axis in the unit that suits the slowest variant", () => {
  const quick = { ...serial, median: 0.004, spread: 0.002 };
  const { layout, data } = timings({ variants: [quick] });
  expect(layout.xaxis?.title).toEqual({ text: "median time (ms)" });
  expect(data[0]).toMatchObject({ x: [4] });
});

test("draws no error bar below zero", () => {
  const wild = { ...serial, median: 0.1, spread: 0.6 };
  expect(timings({ variants: [wild] }).data[0]).toMatchObject({
    error_x: { array: [300], arrayminus: [100] },
  });
});

test("says in words what the picture says", () => {
  const shown = timings({ title: "Hashes", variants: [serial, pooled] });
  expect(shown.description).toBe(
    'Bar chart "Hashes", median time ± half the interquartile range: serial 1.2 ± 0.1 s, pool of 4 350 ± 20 ms (3.43 times as fast)',
  );
});

test("gives a single run no spread, in words and when one points at its bar", () => {
  const once = { ...serial, seconds: [1.2], spread: 0 };
  const { data, description } = timings({ title: "Hashes", variants: [once] });
  expect(description).toBe('Bar chart "Hashes", time: serial 1.2 s in one run');
  expect(data[0]).toMatchObject({ customdata: ["serial: 1.2 s in one run"] });
});

test("refuses a comparison of nothing", () => {
  expect(() => timings({ variants: [] })).toThrow(/no variants/);
});

test("draws a guess as a diamond beside its bar, and the label beyond it", () => {
  const shown = timings({ variants: [serial, { ...pooled, guess: 1 }] });
  const [, labels, guesses] = shown.data;
  expect(guesses).toMatchObject({
    mode: "markers",
    name: "your guess",
    y: ["pool of 4"],
    x: [1],
    marker: { symbol: "diamond-open" },
  });
  expect((labels as { x: number[] }).x[1]).toBeGreaterThan(1);
  expect(shown.layout.title).toMatchObject({
    subtitle: { text: expect.stringContaining("your guesses") as string },
  });
  expect(shown.description).toContain("(3.43 times as fast), guessed 1 s");
});
