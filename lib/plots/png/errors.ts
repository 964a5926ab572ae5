/** A figure could not be turned into a picture. The figure itself is whole: a page that draws Plotly shows it. */
export class PaintError extends Error {
  /** For people and logs: "PaintError". */
  override readonly name = "PaintError";
}

/** Plotly draws this figure by WebGL, so only a page can show it. */
export class NeedsBrowserError extends PaintError {
  constructor(kind: string) {
    super(
      `traces of type "${kind}" are drawn by WebGL, which needs a browser; a page that draws Plotly shows them.`,
    );
  }
}
