import type { Config, Data, Layout, Root } from "plotly.js-dist";
import { onThemeChange, readPageColors, withPageColors } from "./theme.ts";

export type PlotlyApi = typeof import("plotly.js-dist").default;

export const plotlyMimeType = "application/vnd.plotly.v1+json";

/** Height in px of a figure that asks for none. */
const plotlyHeight = 450;

/** What an output of {@link plotlyMimeType} holds. */
interface Figure {
  data: Data[];
  layout: Partial<Layout>;
  config: Partial<Config>;
}

/**
 * A Plotly figure on a page, in JupyterLab and in an exported notebook alike.
 *
 *     show -> wanted figure --draw--> Plotly.react on one DOM node
 *     theme change, first size --^    resize -> Plotly.Plots.resize
 */
export class FigureView {
  readonly #graph = document.createElement("div");
  #wanted: Figure | undefined;
  #wantedJson = "";
  /** The running draw, and the rest of its frame; of the figures that arrive meanwhile, the last is drawn after it. */
  #drawing: Promise<void> | undefined;
  #stale = false;
  #isDisposed = false;
  #drawnColors = "";
  #plotly: PlotlyApi | undefined;
  readonly #sizes = new ResizeObserver(() => this.#followSize());
  readonly #stopFollowingTheme = onThemeChange(() => this.#followTheme());

  readonly #node: HTMLElement;
  readonly #load: () => Promise<PlotlyApi>;
  readonly #onDrawn: () => void;

  /**
   * @param node gets the figure at its end
   * @param load called when there is a first figure to draw
   * @param onDrawn called after each draw
   */
  constructor(
    node: HTMLElement,
    load: () => Promise<PlotlyApi>,
    onDrawn: () => void = () => undefined,
  ) {
    this.#node = node;
    this.#load = load;
    this.#onDrawn = onDrawn;

    node.append(this.#graph);
    node.setAttribute("role", "figure");
    node.tabIndex = 0;
    this.#sizes.observe(node);
  }

  /** In px: of the figure that is drawn, or will be. */
  get height(): number {
    return this.#wanted?.layout.height ?? plotlyHeight;
  }

  /** Whether there is a figure on the page. */
  get isDrawn(): boolean {
    return this.#plotly !== undefined;
  }

  /**
   * Draws a figure in place of the one before; zoom and hover stay.
   * @param json as the notebook holds it; the same as before changes nothing
   * @throws Error if it is not a figure
   */
  async show(json: string | undefined): Promise<void> {
    if (json === this.#wantedJson) return;
    this.#wanted = parseFigure(json);
    this.#wantedJson = json ?? "";
    await this.#draw();
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.#sizes.disconnect();
    this.#stopFollowingTheme();
    this.#plotly?.purge(this.#graph);
  }

  async #draw(): Promise<void> {
    this.#stale = true;
    this.#drawing ??= this.#drawUntilFresh().finally(
      () => (this.#drawing = undefined),
    );
    await this.#drawing;
  }

  async #drawUntilFresh(): Promise<void> {
    const plotly = await this.#load();
    // Off the page there is no width to draw for: the size observer comes back here once there is.
    while (this.#stale && !this.#isDisposed && this.#node.clientWidth > 0) {
      this.#stale = false;
      const { data, layout, config } = this.#wanted as Figure;
      await plotly.react(this.#graph as Root, data, this.#prepare(layout), {
        ...config,
        displaylogo: false,
        showSendToCloud: false,
        // Plotly follows the window only; the cell also changes size with the side bars.
        responsive: false,
      });
      this.#plotly = plotly;
      this.#onDrawn();
      // Of several in one frame, only the last would be seen; a page that draws them all falls behind.
      await new Promise(requestAnimationFrame);
    }
  }

  #prepare(layout: Partial<Layout>): Partial<Layout> {
    const colors = readPageColors(this.#node);
    this.#drawnColors = JSON.stringify(colors);
    return {
      ...withPageColors(layout, colors),
      width: this.#fitWidth(layout),
      // Constant: an update keeps the person's zoom and hidden traces.
      uirevision: layout.uirevision ?? "romanesco",
    };
  }

  #followTheme(): void {
    if (!this.#drawnColors) return;
    if (JSON.stringify(readPageColors(this.#node)) !== this.#drawnColors)
      void this.#draw();
  }

  #followSize(): void {
    if (!this.#wanted || this.#node.clientWidth === 0) return;
    if (this.#stale) void this.#draw();
    else if (this.#plotly)
      void this.#plotly.relayout(this.#graph as Root, {
        width: this.#fitWidth(this.#wanted.layout),
      });
  }

  /** As wide as the cell, or less if the figure wants less: what sticks out would be cut off. */
  #fitWidth({ width = Infinity }: Partial<Layout>): number {
    return Math.min(width, this.#node.clientWidth);
  }
}

function parseFigure(json: string | undefined): Figure {
  const value: unknown = json === undefined ? undefined : JSON.parse(json);
  const { data, layout, config } = (value ?? {}) as Partial<Figure>;
  if (!Array.isArray(data))
    throw new Error(
      `This output is not a Plotly figure: "data" is ${data === undefined ? "missing" : typeof data}, expected a list of traces.`,
    );
  return { data, layout: layout ?? {}, config: config ?? {} };
}
