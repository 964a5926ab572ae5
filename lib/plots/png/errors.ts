/** A figure could not be turned into a picture. The figure itself is whole: a page that draws Plotly shows it. */
export class PaintError extends Error {
  /** For people and logs: "PaintError". */
  override readonly name = "PaintError";
}
