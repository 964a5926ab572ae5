import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import { Widget } from "@lumino/widgets";
import type { Config, Data, Layout, Root } from "plotly.js-dist";
import { loadPlotly, type PlotlyApi } from "./load-plotly.ts";
import { onThemeChange, readPageColors, withPageColors } from "./theme.ts";

export const plotlyMimeType = "application/vnd.plotly.v1+json";

interface Figure {
  data: Data[];
  layout: Partial<Layout>;
  config: Partial<Config>;
}

/**
 * A Plotly figure in an output area.
 *
 *     renderModel -> wanted figure --draw--> Plotly.react on one DOM node
 *     theme change, first size ------^       resize -> Plotly.Plots.resize
 *
 * JupyterLab keeps the widget when a display is updated, so live figures move in place and keep zoom and hover.
 */
export class PlotlyRenderer extends Widget implements IRenderMime.IRenderer {
  /** Plotly's graph; the picture that stands in for it is a sibling. */
  private readonly graph = document.createElement("div");
  private wanted: Figure | undefined;
  private wantedJson = "";
  /** The running draw; a figure that arrives meanwhile is drawn after it, the ones between are skipped. */
  private drawing: Promise<void> | undefined;
  private stale = false;
  private drawnColors = "";
  private plotly: PlotlyApi | undefined;
  private readonly sizes = new ResizeObserver(() => this.followSize());
  private readonly stopFollowingTheme = onThemeChange(() => this.followTheme());

  constructor() {
    super();
    this.addClass("jp-RenderedPlotly");
    this.node.append(this.graph);
    this.node.setAttribute("role", "figure");
    this.node.tabIndex = 0;
    this.sizes.observe(this.node);
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const json = JSON.stringify(model.data[plotlyMimeType]);
    this.node.setAttribute(
      "aria-label",
      String(model.data["text/plain"] ?? "Plotly figure"),
    );
    // The picture of a figure arrives as an update with the figure unchanged.
    if (json === this.wantedJson) return;
    this.wanted = parseFigure(json);
    this.wantedJson = json;
    if (!this.plotly) this.showPicture(model.data["image/png"]);
    await this.draw();
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.sizes.disconnect();
    this.stopFollowingTheme();
    this.plotly?.purge(this.graph);
    super.dispose();
  }

  private async draw(): Promise<void> {
    this.stale = true;
    this.drawing ??= this.drawUntilFresh().finally(
      () => (this.drawing = undefined),
    );
    await this.drawing;
  }

  private async drawUntilFresh(): Promise<void> {
    const plotly = await loadPlotly();
    // Off the page there is no width to draw for: the size observer comes back here once there is.
    while (this.stale && !this.isDisposed && this.node.clientWidth > 0) {
      this.stale = false;
      const { data, layout, config } = this.wanted as Figure;
      await plotly.react(this.graph as Root, data, this.prepare(layout), {
        ...config,
        displaylogo: false,
        showSendToCloud: false,
        // Plotly follows the window only; the cell also changes size with the side bars.
        responsive: false,
      });
      this.plotly = plotly;
      this.showPicture(undefined);
    }
  }

  private prepare(layout: Partial<Layout>): Partial<Layout> {
    const colors = readPageColors(this.node);
    this.drawnColors = JSON.stringify(colors);
    return {
      ...withPageColors(layout, colors),
      width: this.fitWidth(layout),
      // Constant: an update keeps the person's zoom and hidden traces.
      uirevision: layout.uirevision ?? "romanesco",
    };
  }

  private followTheme(): void {
    if (!this.drawnColors) return;
    if (JSON.stringify(readPageColors(this.node)) !== this.drawnColors)
      void this.draw();
  }

  private followSize(): void {
    if (!this.wanted || this.node.clientWidth === 0) return;
    if (this.stale) void this.draw();
    else if (this.plotly)
      void this.plotly.relayout(this.graph as Root, {
        width: this.fitWidth(this.wanted.layout),
      });
  }

  /** As wide as the cell, or less if the figure wants less: what sticks out would be cut off. */
  private fitWidth({ width = Infinity }: Partial<Layout>): number {
    return Math.min(width, this.node.clientWidth);
  }

  /** Shows the saved picture until the figure is drawn; undefined takes it away. */
  private showPicture(png: unknown): void {
    this.node.querySelector(":scope > img")?.remove();
    if (typeof png !== "string") return;
    const picture = document.createElement("img");
    picture.alt = "";
    picture.style.maxWidth = "100%";
    picture.src = `data:image/png;base64,${png}`;
    this.node.prepend(picture);
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

export const plotlyFactory: IRenderMime.IRendererFactory = {
  // The figure is data, its text is escaped by Plotly: it may be drawn in a notebook that is not trusted.
  safe: true,
  mimeTypes: [plotlyMimeType],
  defaultRank: 0,
  createRenderer: () => new PlotlyRenderer(),
};
