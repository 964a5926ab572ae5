import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import { Widget } from "@lumino/widgets";
import { FigureView, plotlyMimeType } from "../figure-view.ts";
import { loadPlotly } from "../load-plotly.ts";

/**
 * A Plotly figure in an output area. JupyterLab keeps the widget when a display is updated, so live figures move in
 * place and keep zoom and hover.
 */
export class PlotlyRenderer extends Widget implements IRenderMime.IRenderer {
  readonly #view: FigureView;

  constructor() {
    super();
    this.addClass("jp-RenderedPlotly");
    this.#view = new FigureView(this.node, loadPlotly, () =>
      this.#showPicture(undefined),
    );
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this.node.setAttribute(
      "aria-label",
      String(model.data["text/plain"] ?? "Plotly figure"),
    );
    if (!this.#view.isDrawn) this.#showPicture(model.data["image/png"]);
    // The picture of a figure arrives as an update with the figure unchanged.
    await this.#view.show(JSON.stringify(model.data[plotlyMimeType]));
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.#view.dispose();
    super.dispose();
  }

  /** Shows the saved picture until the figure is drawn; undefined takes it away. */
  #showPicture(png: unknown): void {
    this.node.querySelector(":scope > img")?.remove();
    if (typeof png !== "string") return;
    const picture = document.createElement("img");
    picture.alt = "";
    picture.style.maxWidth = "100%";
    picture.src = `data:image/png;base64,${png}`;
    this.node.prepend(picture);
  }
}

export const plotlyFactory: IRenderMime.IRendererFactory = {
  // The figure is data, its text is escaped by Plotly: it may be drawn in a notebook that is not trusted.
  safe: true,
  mimeTypes: [plotlyMimeType],
  defaultRank: 0,
  createRenderer: () => new PlotlyRenderer(),
};
