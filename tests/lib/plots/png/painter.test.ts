import { mkdtemp, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Resvg } from "@resvg/resvg-js";
import { build } from "esbuild";
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  expect,
  test,
} from "vitest";
import { figure } from "../../../../lib/plots/figure.ts";
import { spiral } from "../../../../lib/plots/spiral.ts";
import { Painter } from "../../../../lib/plots/png/painter.ts";

// The worker is built into a folder of its own, under the project for its packages.
let folder: string;
let painter: Painter;

beforeAll(async () => {
  folder = await mkdtemp(resolve("node_modules/.painter-"));
  await build({
    entryPoints: ["lib/plots/png/png-worker.ts"],
    outfile: join(folder, "png-worker.mjs"),
    bundle: true,
    platform: "node",
    format: "esm",
    external: [
      "plotly.js-dist",
      "jsdom",
      "@resvg/resvg-js",
      "@expo-google-fonts/arimo",
    ],
    logLevel: "error",
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(() => {
  painter = new Painter(join(folder, "png-worker.mjs"));
});
afterEach(() => painter.stop());

const bars = figure(
  [{ type: "bar", x: ["a", "b"], y: [1, 2], marker: { color: "#ff0000" } }],
  { width: 400, height: 300 },
);

/** Counts the points of a PNG whose colour is wanted. */
function countWhere(
  png: Uint8Array,
  wanted: (r: number, g: number, b: number) => boolean,
): number {
  const href = `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="450"><image width="600" height="450" href="${href}"/></svg>`;
  const { pixels } = new Resvg(svg).render();
  let count = 0;
  for (let i = 0; i < pixels.length; i += 4)
    if (
      wanted(
        ...(pixels.subarray(i, i + 3) as unknown as [number, number, number]),
      )
    )
      count++;
  return count;
}

function countPoints(png: Uint8Array, color: number[]): number {
  return countWhere(png, (...point) =>
    point.every((value, i) => value === color[i]),
  );
}

test("draws a figure as a PNG of its size, with its bars in it", async () => {
  const png = await painter.paint(bars.toJSON());
  const header = Buffer.from(png);
  expect(header.subarray(1, 4).toString()).toBe("PNG");
  expect([header.readUInt32BE(16), header.readUInt32BE(20)]).toEqual([
    600, 450,
  ]);
  // Two bars, one twice as high, 0.8 of half the plot wide: over a sixth of the picture.
  expect(countPoints(png, [255, 0, 0])).toBeGreaterThan((600 * 450) / 6);
});

test("draws heat maps, whose cells Plotly paints on a canvas", async () => {
  const red = [
    [0, "#ff0000"],
    [1, "#0000ff"],
  ] as [number, string][];
  const map = figure(
    [{ type: "heatmap", z: [[0, 1]], colorscale: red, showscale: false }],
    { width: 400, height: 300 },
  );
  const png = await painter.paint(map.toJSON());
  expect(countPoints(png, [255, 0, 0])).toBeGreaterThan(60_000);
  expect(countPoints(png, [0, 0, 255])).toBeGreaterThan(60_000);
});

test("keeps the hue of colours that are rare in the picture", async () => {
  const png = await painter.paint(spiral({ title: "" }).toJSON());
  const isGrey = (r: number, g: number, b: number) =>
    g > 60 && g < 230 && Math.max(r, g, b) - Math.min(r, g, b) < 10;
  expect(countWhere(png, isGrey)).toBe(0);
});

test("draws the arrow of an annotation", async () => {
  const pointed = figure([{ type: "scatter", x: [0, 1], y: [0, 1] }], {
    width: 400,
    height: 300,
    annotations: [
      { x: 1, y: 1, ax: -90, ay: 60, text: "here", arrowcolor: "#ff0000" },
    ],
  });
  const png = await painter.paint(pointed.toJSON());
  expect(countPoints(png, [255, 0, 0])).toBeGreaterThan(100);
});

test("says of a figure that needs a browser why it has no picture, and goes on", async () => {
  const cube = figure([{ type: "scatter3d", x: [1], y: [1], z: [1] }]);
  await expect(painter.paint(cube.toJSON())).rejects.toThrow(
    /"scatter3d" are drawn by WebGL, which needs a browser/,
  );
  await expect(painter.paint(bars.toJSON())).resolves.toBeInstanceOf(
    Uint8Array,
  );
});

test("keeps pictures and figures together when many are asked for at once", async () => {
  const sizes = [100, 200, 300];
  const pngs = await Promise.all(
    sizes.map((width) =>
      painter.paint(figure([], { width, height: 100 }).toJSON()),
    ),
  );
  expect(pngs.map((png) => Buffer.from(png).readUInt32BE(16))).toEqual([
    150, 300, 450,
  ]);
});

test("refuses what it owed when its process dies, and starts another for the next figure", async () => {
  const owed = painter.paint(bars.toJSON());
  const { pid } = painter;
  process.kill(pid as number, "SIGKILL");
  await expect(owed).rejects.toThrow(/ended \(SIGKILL\). The next figure/);
  await painter.paint(bars.toJSON());
  expect(painter.pid).not.toBe(pid);
});

test("ends its process when there is nothing to draw for a while", async () => {
  const brief = new Painter(join(folder, "png-worker.mjs"), 0);
  await brief.paint(bars.toJSON());
  await expect.poll(() => brief.pid).toBe(undefined);
});
