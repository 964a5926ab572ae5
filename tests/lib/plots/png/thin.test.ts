import { expect, test } from "vitest";
import { figure } from "../../../../lib/plots/figure.ts";
import { thin } from "../../../../lib/plots/png/thin.ts";

type Numbers = { x: number[]; y: number[]; text?: string[] };
const thinned = (trace: object) =>
  thin(figure([trace]).toJSON()).data[0] as unknown as Numbers &
    Record<string, unknown>;
const waves = (length: number) =>
  Float64Array.from({ length }, (_, index) => Math.sin(index / 50));

test("leaves a series alone that the picture has room for", () => {
  const trace = {
    type: "scatter",
    mode: "lines+markers",
    x: [1, 2],
    y: [3, 4],
  };
  expect(thinned(trace)).toMatchObject(trace);
});

test.each([10_000, 300_000])(
  "keeps the outline of %i points in as many as the picture shows",
  (length) => {
    const y = waves(length);
    y[length >> 1] = 40;
    y[(length >> 1) + 7] = -50;
    const { y: kept, marker } = thinned({
      type: "scatter",
      mode: "lines+markers",
      y,
    });
    expect(kept.length).toBeLessThanOrEqual(3000);
    expect(Math.max(...kept)).toBe(40);
    expect(Math.min(...kept)).toBe(-50);
    expect(kept[0]).toBe(y[0]);
    expect(kept.at(-1)).toBe(y.at(-1));
    expect(marker).toMatchObject({ maxdisplayed: 400 });
  },
);

test("keeps labels, colours and sizes with their points", () => {
  const x = Array.from({ length: 5000 }, (_, index) => index);
  const {
    x: kept,
    text,
    marker,
  } = thinned({
    type: "scatter",
    mode: "markers",
    x,
    y: waves(5000),
    text: x.map(String),
    marker: { color: x, size: 4 },
  });
  expect(kept.length).toBeLessThanOrEqual(400);
  expect(text).toEqual(kept.map(String));
  expect(marker).toEqual({ color: kept, size: 4 });
});

test("keeps the gaps of a line", () => {
  const y: (number | null)[] = [...waves(20_000)];
  y[9_000] = null;
  expect(thinned({ type: "scatter", mode: "lines", y }).y).toContain(null);
});

test("keeps the highest of the bars that share a point of the picture", () => {
  const y = Array.from({ length: 10_000 }, (_, index) => index % 100);
  const { y: kept } = thinned({ type: "bar", y });
  expect(kept.length).toBeLessThanOrEqual(700);
  expect(Math.max(...kept)).toBe(99);
});

test("divides the room among many series", () => {
  const traces = Array.from({ length: 50 }, () => ({
    type: "scatter" as const,
    mode: "markers" as const,
    y: [...waves(1000)],
  }));
  const { data } = thin(figure(traces).toJSON());
  const points = data.reduce(
    (sum, each) => sum + (each as unknown as Numbers).y.length,
    0,
  );
  expect(points).toBeLessThanOrEqual(450);
});

test("leaves several series alone that have room together", () => {
  const traces = [240, 240, 240].map((length) => ({
    type: "scatter" as const,
    mode: "markers" as const,
    y: [...waves(length)],
  }));
  const { data } = thin(figure(traces).toJSON());
  expect(data).toEqual(traces);
});

test("draws what a browser would draw by WebGL as a plain scatter", () => {
  expect(thinned({ type: "scattergl", mode: "markers", y: [1] })).toMatchObject(
    { type: "scatter" },
  );
});
