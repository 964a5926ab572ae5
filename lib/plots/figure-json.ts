import type { Config, Data, Layout } from "plotly.js-dist";

/** A figure as Plotly's JSON, the form that is saved in a notebook. */
export interface FigureJson {
  /** Plotly's traces. */
  data: Data[];
  /** Plotly's layout. */
  layout: Partial<Layout>;
  /** Plotly's configuration. */
  config: Partial<Config>;
}

/** What can stand in a figure's place: it has a form for the page, one for the picture, and words. */
export interface Showable {
  /** What it shows, in words. */
  readonly description: string;
  /** The figure as Plotly's JSON. */
  toJSON(): FigureJson;
  /** What a page or a file shows, by MIME type. */
  toMimeBundle(): Record<string, unknown>;
}
