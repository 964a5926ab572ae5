import type { FigureJson } from "../plots/figure-json.ts";
import { renderPng } from "../plots/png.ts";
import type { Output } from "./output-list.ts";
import { outputsMimeType } from "./outputs-bundle.ts";

const plotlyMimeType = "application/vnd.plotly.v1+json";

/** Gives figures among outputs the picture that print and other front ends show. @returns whether there were any without */
export async function paintFigures(
  outputs: readonly Output[],
): Promise<boolean> {
  let painted = false;
  for (const output of outputs) {
    if (output.output_type !== "display_data") continue;
    const { data } = output;
    if (!(plotlyMimeType in data) || "image/png" in data) continue;
    // It has one of its own that does.
    if (outputsMimeType in data) continue;
    // One that needs a browser has none.
    const png = await renderPng(data[plotlyMimeType] as FigureJson).catch(
      () => undefined,
    );
    if (!png) continue;
    output.data = { ...data, "image/png": Buffer.from(png).toString("base64") };
    painted = true;
  }
  return painted;
}
