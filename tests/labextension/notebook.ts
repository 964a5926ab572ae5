const plotlyMimeType = "application/vnd.plotly.v1+json";

/** A notebook with one code cell per output or source given. */
export function notebookOf(
  cells: { source?: string; bundle?: Record<string, unknown> }[],
  kernel = "python3",
): object {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: {
        name: kernel,
        display_name: kernel,
        language: "python",
      },
    },
    cells: cells.map(({ source = "", bundle }, index) => ({
      id: `cell-${index}`,
      cell_type: "code",
      execution_count: null,
      metadata: {},
      source,
      outputs: bundle
        ? [{ output_type: "display_data", metadata: {}, data: bundle }]
        : [],
    })),
  };
}

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
