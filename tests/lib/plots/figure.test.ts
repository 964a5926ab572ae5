import { expect, test } from "vitest";
import { figure, plotlyMimeType } from "../../../lib/plots/figure.ts";

const show = Symbol.for("Jupyter.display");

function bundleOf(shown: object): Record<string, unknown> {
  return (shown as Record<symbol, () => Record<string, unknown>>)[show]?.call(
    shown,
  ) as Record<string, unknown>;
}

test("shows Plotly's JSON and the numbers as text, and no HTML", () => {
  const bars = figure([{ type: "bar", x: ["a", "b"], y: [1, 2.5] }], {
    title: { text: "Two <b>bars</b>" },
  });
  const bundle = bundleOf(bars);
  expect(Object.keys(bundle).sort()).toEqual([plotlyMimeType, "text/plain"]);
  expect(bundle["text/plain"]).toBe('bar figure "Two bars": a 1, b 2.5');
});

test("turns typed arrays into lists, which is what JSON can carry", () => {
  const json = bundleOf(
    figure([{ type: "scatter", y: Float64Array.of(1, 2, 3) }]),
  )[plotlyMimeType] as { data: { y: unknown }[] };
  expect(json.data[0]?.y).toEqual([1, 2, 3]);
});

test("never offers to send the figure away, even when asked to", () => {
  const { config } = figure([], {}, { config: { showSendToCloud: true } });
  expect(config).toMatchObject({ showSendToCloud: false, displaylogo: false });
});

test("keeps a template that the caller chose", () => {
  const template = { layout: { colorway: ["#000"] } };
  expect(figure([], { template }).layout.template).toBe(template);
});

test("says what a list of traces looks like when given something else", () => {
  const wrong = { type: "bar", y: [1] } as unknown as [];
  expect(() => figure(wrong)).toThrow(/list of traces, such as \[\{ type/);
});

test("cuts long lists of numbers in the text", () => {
  const y = Array.from({ length: 100 }, (_, i) => i);
  expect(figure([{ type: "scatter", y }]).description).toMatch(
    /10, 11, and 88 more$/,
  );
});

test("has room for smaller letters under the title, unless the layout says how much", () => {
  const title = { text: "Videos", subtitle: { text: "ten wait" } };
  const top = (margin?: object) =>
    figure([], { title, ...(margin ? { margin } : {}) } as object).layout.margin
      ?.t;
  expect(top()).toBeGreaterThan(60);
  expect(top({ l: 10 })).toBeGreaterThan(60);
  expect(top({ t: 40 })).toBe(40);
  expect(figure([], { title: { text: "Videos" } }).layout.margin).toBe(
    undefined,
  );
});
