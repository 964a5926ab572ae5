import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import { Widget } from "@lumino/widgets";
import { TableView, type TableData } from "./table-view.ts";
import type { OpenPages } from "./table-pages.ts";

export const tableMimeType = "application/vnd.romanesco.table.v1+json";

/** A long table in an output area: the first rows are in the notebook, the others are asked of the kernel. */
class TableRenderer extends Widget implements IRenderMime.IRenderer {
  readonly #openPages: OpenPages;
  #view?: TableView;

  constructor(openPages: OpenPages) {
    super();
    this.addClass("romanesco-table");
    this.#openPages = openPages;
  }

  renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const data = model.data[tableMimeType] as unknown as TableData;
    this.#view?.dispose();
    this.#view = new TableView(this.node, data, () =>
      this.#openPages(this.node, data.id),
    );
    return Promise.resolve();
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.#view?.dispose();
    super.dispose();
  }
}

export function tableFactory(
  openPages: OpenPages,
): IRenderMime.IRendererFactory {
  return {
    // Cells are text and are drawn as text: a table may be drawn in a notebook that is not trusted.
    safe: true,
    mimeTypes: [tableMimeType],
    defaultRank: 0,
    createRenderer: () => new TableRenderer(openPages),
  };
}
