import type { PlotlyApi } from "./figure-view.ts";

let loading: Promise<PlotlyApi> | undefined;

/** Plotly itself: a chunk of its own, fetched when the page draws its first figure, once. */
export function loadPlotly(): Promise<PlotlyApi> {
  loading ??= import("plotly.js-dist").then((module) => module.default);
  // A failed load (server restarting) is tried again by the next figure.
  loading.catch(() => (loading = undefined));
  return loading;
}
