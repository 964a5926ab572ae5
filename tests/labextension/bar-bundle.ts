const plotlyMimeType = "application/vnd.plotly.v1+json";

/** A bar figure without colours of its own. */
export function barBundle(
  heights: number[],
  layout: object = {},
): Record<string, unknown> {
  return {
    [plotlyMimeType]: {
      data: [{ type: "bar", x: heights.map((_, i) => `v${i}`), y: heights }],
      layout: { title: { text: "Heights" }, height: 300, ...layout },
      // What a figure from elsewhere may ask for.
      config: { showSendToCloud: true, displaylogo: true },
    },
    "text/plain": `bars: ${heights.join(", ")}`,
  };
}
