import { createRequire } from "node:module";
import { Resvg } from "@resvg/resvg-js";
import type Plotly from "plotly.js-dist";
import { encodeIndexedPng } from "../../encode-png.ts";
import type { FigureJson } from "../figure-json.ts";
import { installBrowserGlobals } from "./browser-globals.ts";
import { fontFamily, fontFiles } from "./fonts.ts";
import { toPalette } from "./palette.ts";

const require = createRequire(import.meta.url);
/**
 * Picture points per px, sharp on a dense screen, and colours, of which no chart shows more: fewer of both where the file
 * would be more than a notebook should carry. Only photos come to the last, whose figure has them in full beside it.
 */
const attempts = [
  { zoom: 1.5, mostColors: 128, mostBytes: 15_500 },
  { zoom: 1, mostColors: 128, mostBytes: 15_500 },
  { zoom: 0.75, mostColors: 128, mostBytes: 22_000 },
  { zoom: 0.75, mostColors: 32, mostBytes: Infinity },
];
const defaultSize = { width: 760, height: 380 };

let plotly: typeof Plotly | undefined;

/** Figure to PNG: Plotly draws SVG into a document without a screen, resvg turns it into points. */
export async function paint(figure: FigureJson): Promise<Uint8Array> {
  const svg = await paintSvg(figure);
  let png: Uint8Array = Buffer.alloc(0);
  for (const { zoom, mostColors, mostBytes } of attempts) {
    png = rasterize(svg, zoom, mostColors);
    if (png.length <= mostBytes) break;
  }
  return png;
}

/** With a palette: charts have few colours, and the file is less than half the size. */
function rasterize(svg: string, zoom: number, mostColors: number): Uint8Array {
  const picture = new Resvg(svg, {
    font: {
      fontFiles: Object.values(fontFiles),
      loadSystemFonts: false,
      defaultFontFamily: fontFamily,
    },
    fitTo: { mode: "zoom", value: zoom },
  }).render();
  const { palette, indices } = toPalette(picture.pixels, mostColors);
  return encodeIndexedPng(indices, palette, picture.width);
}

export async function paintSvg(figure: FigureJson): Promise<string> {
  plotly ??= loadPlotly();
  const { data, layout } = figure;
  const options = {
    format: "svg" as const,
    width: layout.width ?? defaultSize.width,
    height: layout.height ?? defaultSize.height,
    imageDataOnly: true,
  };
  // Plotly writes defaults into what it is given.
  const svg = await plotly.toImage(
    structuredClone({ data, layout, config: {} }),
    options,
  );
  return (
    svg
      // Whatever fonts the figure names, it was measured with ours.
      .replace(/font-family:[^;"]*/g, `font-family: ${fontFamily}`)
      // Of the names that browsers have for "cells stay sharp", resvg knows this one.
      .replace(
        /style="image-rendering[^"]*"/g,
        'image-rendering="optimizeSpeed"',
      )
  );
}

function loadPlotly(): typeof Plotly {
  installBrowserGlobals();
  return require("plotly.js-dist") as typeof Plotly;
}
