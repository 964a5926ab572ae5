import { expect, test } from "vitest";
import { figure } from "../../../lib/plots/figure.ts";

test("a figure takes bigints, in lists, in typed arrays and below", () => {
  const { data } = figure([
    {
      type: "bar",
      x: [1n, 2],
      y: BigInt64Array.of(3n, 4n),
      marker: { size: [5n] },
    } as object,
  ]).toMimeBundle()["application/vnd.plotly.v1+json"] as { data: unknown[] };
  expect(data).toEqual([
    { type: "bar", x: [1, 2], y: [3, 4], marker: { size: [5] } },
  ]);
});

test("a figure on map data from the network is refused, with what to draw instead", () => {
  expect(() => figure([{ type: "choropleth", z: [1] }])).toThrow(
    /needs map data .* network.* "scatter"/,
  );
});
