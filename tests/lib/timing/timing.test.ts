import { afterEach, expect, test } from "vitest";
import { compare, DisagreementError } from "../../../lib/timing/compare.ts";
import { Comparison } from "../../../lib/timing/comparison.ts";
import { formatSeconds } from "../../../lib/timing/format-seconds.ts";
import { measure, summarize } from "../../../lib/timing/measure.ts";
import { perfCounter } from "../../../lib/timing/perf-counter.ts";
import { sleep } from "../../../lib/timing/sleep.ts";
import {
  interquartileRange,
  median,
  quantile,
} from "../../../lib/timing/statistics.ts";
import { Stopwatch } from "../../../lib/timing/stopwatch.ts";
import { FakeNotebook } from "../support/fake-notebook.ts";

const notebook = new FakeNotebook(1);
afterEach(() => notebook.remove());

test("the median is the middle, or between the two in the middle", () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([7])]).toEqual([
    2, 2.5, 7,
  ]);
  expect(quantile([1, 2, 3, 4, 5], 0.25)).toBe(2);
  expect(interquartileRange([1, 2, 3, 4, 5])).toBe(2);
  expect(median([])).toBeNaN();
});

test("perfCounter and sleep count in seconds", async () => {
  const start = perfCounter();
  await sleep(0.02);
  const seconds = perfCounter() - start;
  // A timer may fire a millisecond early.
  expect(seconds).toBeGreaterThan(0.018);
  await expect(sleep(-1)).rejects.toThrow(
    "sleep needs a non-negative number of seconds; got -1",
  );
});

test("a stopwatch adds up its laps", async () => {
  const watch = new Stopwatch();
  await sleep(0.005);
  const first = watch.lap();
  const second = watch.lap();
  expect(watch.laps).toEqual([first, second]);
  expect(first).toBeGreaterThan(second);
  expect(watch.seconds).toBeGreaterThanOrEqual(first + second);
  watch.restart();
  expect(watch.laps).toEqual([]);
});

test("measure runs a function so often, after a warm-up, and keeps its result", async () => {
  let runs = 0;
  const times = await measure(() => Promise.resolve(++runs), {
    repeats: 3,
    warmups: 2,
  });
  expect([runs, times.result, times.seconds.length]).toEqual([5, 5, 3]);
  expect(times.median).toBe(median(times.seconds));
  await expect(measure(() => 1, { repeats: 0 })).rejects.toThrow(RangeError);
});

test("times that lie far apart are noisy", () => {
  expect(summarize([1, 1.01, 1.02], 0).noisy).toBe(false);
  expect(summarize([1, 1.5, 3], 0)).toMatchObject({
    noisy: true,
    median: 1.5,
    fastest: 1,
    slowest: 3,
  });
});

test("compare measures in turns and knows who is faster", async () => {
  const order: string[] = [];
  const times = await compare(
    {
      slow: async () => (order.push("slow"), await sleep(0.03), 1),
      fast: () => (order.push("fast"), 1),
    },
    { repeats: 2, workers: 4 },
  );
  expect(order).toEqual(["slow", "fast", "slow", "fast", "slow", "fast"]);
  expect(times.result).toBe(1);
  expect(times.speedup("slow")).toBe(1);
  expect(times.speedup("fast")).toBeGreaterThan(10);
  expect(times.efficiency("fast")).toBe(times.speedup("fast") / 4);
  expect(() => times.variant("other")).toThrow("there are slow, fast");
});

test("compare refuses variants that disagree, before it measures them", async () => {
  let runs = 0;
  const wrong = compare({
    one: () => ((runs += 1), [1, 2]),
    two: () => [1, 3],
  });
  const error = await wrong.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DisagreementError);
  expect(error).toMatchObject({ first: "one", second: "two" });
  expect((error as DisagreementError).results).toEqual({
    one: [1, 2],
    two: [1, 3],
  });
  expect(runs).toBe(1);
});

test("compare overlooks the last digits of sums added in another order", async () => {
  const times = await compare(
    { one: () => [0.1 + 0.2 + 0.3], two: () => [0.1 + (0.2 + 0.3)] },
    { repeats: 1 },
  );
  expect(times.result).toEqual([0.6000000000000001]);
  const own = compare(
    { one: () => 1, two: () => 2 },
    { repeats: 1, agree: () => true },
  );
  await expect(own).resolves.toBeInstanceOf(Comparison);
  await expect(compare({})).rejects.toThrow("at least one variant");
});

test("a comparison reads as a table, in text and in HTML", () => {
  const variants = [
    { name: "<serial>", ...summarize([2, 2, 2], 0) },
    { name: "pool", ...summarize([1, 1, 1], 0) },
  ];
  const times = new Comparison(variants, 2);
  expect(times.toString()).toBe(
    "<serial>  2 s (spread 0 s)\npool      1 s (spread 0 s)  2.00 times as fast, efficiency 100 %",
  );
  const bundle = times[Symbol.for("Jupyter.display") as never] as () => Record<
    string,
    string
  >;
  const { "text/html": html } = bundle.call(times);
  expect(html).toContain("<td>&lt;serial&gt;</td><td>2 s</td>");
  const noisy = new Comparison(
    [{ name: "a", ...summarize([1, 2, 4], 0) }],
    undefined,
  );
  expect(noisy.toString()).toContain("vary by more than 10 %");
});

test("in a notebook compare shows its bars itself", async () => {
  notebook.install();
  await compare({ one: () => 1, two: () => 1 }, { repeats: 3 });
  const figure = notebook.displays[0]?.["application/vnd.plotly.v1+json"] as {
    data: { type: string; y?: string[] }[];
  };
  const bars = figure.data.find((trace) => trace.type === "bar");
  expect(bars?.y).toEqual(["one", "two"]);
});

test("compare draws nothing when told so, and knows the times all the same", async () => {
  notebook.install();
  notebook.displays.length = 0;
  const variants = { one: () => 1, two: () => 1 };
  const { names } = await compare(variants, { repeats: 1, show: false });
  expect(names).toEqual(["one", "two"]);
  expect(notebook.displays).toEqual([]);
});

test("compare refuses a guess about a variant that is not there, before it measures", async () => {
  await expect(
    compare({ serial: () => 1 }, { guesses: { pool: 2 } }),
  ).rejects.toThrow(
    'there is a guess for "pool", which is not compared; there are serial',
  );
});

test("compare moves a bar with each run when asked to", async () => {
  notebook.install();
  notebook.displays.length = 0;
  const variants = { one: () => 1, two: () => 1 };
  await compare(variants, { repeats: 2, progress: true });
  const texts = notebook.displays.map((each) => String(each["text/plain"]));
  expect(texts[0]).toContain("comparing");
  expect(texts.at(-2)).toContain("6/6");
  expect(texts.at(-1)).toContain("Bar chart");
  const broken = compare({ one: () => 1, two: () => 2 }, { progress: true });
  await expect(broken).rejects.toThrow(DisagreementError);
  expect(notebook.displays.at(-1)?.["text/plain"]).toContain("stopped");
});

test.each([
  [1.2345, "1.23 s"],
  [0.34, "340 ms"],
  [12.5e-6, "12.5 µs"],
  [3e-10, "0.3 ns"],
  [0, "0 s"],
])("writes %d seconds as %s", (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});
