import type { Config, Data, Layout } from "plotly.js-dist";
import { letTravel } from "../transfer/library-classes.ts";
import { describe } from "./describe.ts";
import type { FigureJson } from "./figure-json.ts";
import { twoLines } from "./heading.ts";
import { toPlainJson } from "./plain-json.ts";
import { present, type Where } from "./present.ts";
import { show, type Shown } from "./show.ts";
import { template } from "./theme.ts";
import { withoutBigints } from "./without-bigints.ts";

export const plotlyMimeType = "application/vnd.plotly.v1+json";

/** What {@link figure} takes beside traces and layout. */
export interface FigureOptions {
  /** What the picture says, in words and numbers, for terminals and screen readers; default a list of its numbers. */
  description?: string;
  /** Plotly's own settings, beside "no button that uploads, no logo, as wide as the page". */
  config?: Partial<Config>;
}

/** A picture that shows itself as the last value of a cell, or through `show`. Plain data inside: nothing is drawn here. */
export class Figure {
  /** Plotly's traces. */
  readonly data: Data[];
  /** Plotly's layout, with this library's theme in it. */
  readonly layout: Partial<Layout>;
  /** Plotly's configuration. */
  readonly config: Partial<Config>;
  /** The picture in words. */
  readonly description: string;

  constructor(
    data: Data[],
    layout: Partial<Layout> = {},
    options: FigureOptions = {},
  ) {
    checkTraces(data);
    this.data = data;
    this.layout = {
      height: 380,
      ...layout,
      ...(hasSubtitle(layout.title)
        ? { margin: { t: twoLines, ...layout.margin } }
        : {}),
      template: layout.template ?? (template as Layout["template"]),
    };
    this.config = {
      responsive: true,
      ...options.config,
      displaylogo: false,
      showSendToCloud: false,
    };
    this.description = options.description ?? describe(data, this.layout);
  }

  /** The figure as Plotly's JSON; a bigint in its data is a number there. */
  toJSON(): FigureJson {
    const data = withoutBigints(this.data) as Data[];
    return { data, layout: this.layout, config: this.config };
  }

  /** Shows the figure in the running cell, or prints it in words where there is no page; the same as `show(figure)`. */
  show(options: { displayId?: string } = {}): Shown {
    return show(this, options);
  }

  /** What it shows, in words. */
  toString(): string {
    return this.description;
  }

  /** The picture for a saved notebook or a terminal, without the PNG, which takes a second to make. */
  toMimeBundle(): Record<string, unknown> {
    return {
      [plotlyMimeType]: toPlainJson(this.toJSON()),
      "text/plain": this.description,
    };
  }

  /**
   * Called by a kernel for a cell's last value and by `display`. In our kernel the figure puts itself on the page, where
   * its PNG can follow it, and there is nothing left to show.
   * @param where the place that `display` and `updateDisplay` were told
   */
  [Symbol.for("Jupyter.display")](where?: Where): Record<string, unknown> {
    // Named and without a value: the kernel would fill in the words for a result that says nothing about them.
    return present(this, where)
      ? { "text/plain": undefined }
      : this.toMimeBundle();
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.description;
  }
}

letTravel("Figure", Figure);

/**
 * Makes a figure of any kind that Plotly draws, in this library's colours and fonts.
 * @param data traces, typed by Plotly: `[{ type: "bar", x: ["a", "b"], y: [1, 2] }]`
 * @param layout title, axes and so on; default height 380 px, width that of the cell
 * @throws TypeError if `data` is not a list of traces, or has one that Plotly draws on map data from the network
 */
export function figure(
  data: Data[],
  layout?: Partial<Layout>,
  options?: FigureOptions,
): Figure {
  return new Figure(data, layout, options);
}

/** Outlines of countries, and tiles of streets: Plotly loads both from servers of its own. */
const onMaps = /^(choropleth|(scatter|choropleth|density)(geo|map|mapbox))$/;

function checkTraces(data: unknown): void {
  if (Array.isArray(data) && data.every((trace) => isObject(trace))) {
    const map = data.find(({ type }) => onMaps.test(String(type)));
    if (map)
      throw new TypeError(
        `a trace of type "${map.type}" needs map data that Plotly loads from the network, and figures here load nothing. ` +
          `Draw longitude and latitude as a "scatter", or the values of each place as a "bar".`,
      );
    return;
  }
  throw new TypeError(
    `a figure's data must be a list of traces, such as [{ type: "bar", x: ["a", "b"], y: [1, 2] }]; ` +
      `got ${Array.isArray(data) ? "a list with something else in it" : typeof data}.`,
  );
}

/** Whether there are smaller letters under the title, for which the theme has no room. */
function hasSubtitle(title: unknown): boolean {
  return Boolean(
    (title as { subtitle?: { text?: string } } | undefined)?.subtitle?.text,
  );
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
