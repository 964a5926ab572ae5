import type { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import { Panel } from "@lumino/widgets";

export const outputsMimeType = "application/vnd.romanesco.outputs.v1+json";

/** What such an output holds; without `outputs` it is the bundle that it stands in. */
export interface Outputs {
  id: string;
  sequence: number;
  outputs?: Output[];
}

type Output =
  | { output_type: "stream"; name: "stdout" | "stderr"; text: string }
  | { output_type: "error"; traceback: string[] }
  | {
      output_type: "display_data";
      data: Record<string, unknown>;
      metadata: Record<string, unknown>;
    };

/** Outputs of work beside the cells. When they change, whatever is of the same kind stays on the page and is told. */
class OutputsRenderer extends Panel implements IRenderMime.IRenderer {
  readonly #registry: IRenderMimeRegistry;
  #shown: { mimeType: string; renderer: IRenderMime.IRenderer }[] = [];
  #id = "";
  #sequence = -1;

  constructor(registry: IRenderMimeRegistry) {
    super();
    this.addClass("romanesco-outputs");
    this.#registry = registry;
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const { [outputsMimeType]: own, ...data } = model.data;
    const { id, sequence, outputs } = own as unknown as Outputs;
    // Another of the same kind, as of a function within a function that ran again, may take its place.
    if (id === this.#id && sequence <= this.#sequence) return;
    this.#id = id;
    this.#sequence = sequence;
    const alone = { output_type: "display_data", data, metadata: {} } as const;
    const bundles = (outputs ?? [alone]).map(toBundle);
    const drawn = bundles.map((bundle, at) =>
      this.#drawAt(at, bundle, model.trusted),
    );
    for (const { renderer } of this.#shown.splice(bundles.length))
      renderer.dispose();
    await Promise.all(drawn);
  }

  #drawAt(
    at: number,
    data: Record<string, unknown>,
    trusted: boolean,
  ): Promise<void> {
    const mimeType =
      this.#registry.preferredMimeType(data, trusted ? "any" : "ensure") ??
      "text/plain";
    const shown = this.#shown[at];
    const model = this.#registry.createModel({ data, trusted });
    if (shown?.mimeType === mimeType) return shown.renderer.renderModel(model);
    shown?.renderer.dispose();
    const renderer = this.#registry.createRenderer(mimeType);
    this.#shown[at] = { mimeType, renderer };
    this.insertWidget(at, renderer);
    return renderer.renderModel(model);
  }
}

/** In a cell, JupyterLab's own types for text and errors. */
function toBundle(output: Output): Record<string, unknown> {
  switch (output.output_type) {
    case "stream":
      return { [`application/vnd.jupyter.${output.name}`]: output.text };
    case "error":
      return {
        "application/vnd.jupyter.stderr": output.traceback.join("\n"),
      };
    case "display_data":
      return output.data;
  }
}

export function outputsFactory(
  registry: IRenderMimeRegistry,
): IRenderMime.IRendererFactory {
  return {
    // Each output in it is drawn as the notebook's trust allows.
    safe: true,
    mimeTypes: [outputsMimeType],
    defaultRank: -20,
    createRenderer: () => new OutputsRenderer(registry),
  };
}
