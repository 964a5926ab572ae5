import { fileURLToPath } from "node:url";
import type { FigureJson } from "./figure-json.ts";
import { Painter } from "./png/painter.ts";
import { thin } from "./png/thin.ts";

/** Relative to the bundled library in dist/lib, where the build puts the worker's file in a folder of its own. */
const workerFile = fileURLToPath(
  new URL("./plots/png/png-worker.js", import.meta.url),
);

let painter: Painter | undefined;

/**
 * Draws a figure as a PNG, without a browser: the same Plotly in a helper process, text measured and drawn with a font
 * as wide as Arial. The first call starts the helper (about 2 s), later ones take 0.2 to 0.6 s of a
 * core, 300,000 points no longer than 100: of a long series those are drawn that make its outline.
 * @param figure as `Figure.toJSON()` gives it; its own width and height in px, default 760 by 380
 * @returns the file's bytes, 1.5 picture points per px
 * @throws PaintError if the figure needs a browser (3D and map traces do) or the helper dies
 */
export function renderPng(figure: FigureJson): Promise<Uint8Array> {
  painter ??= new Painter(workerFile);
  return painter.paint(thin(figure));
}
