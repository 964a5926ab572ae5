import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";

export const imageTypes = [
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
];

/**
 * JupyterLab's own renderer of pictures, whose pictures have words: the `alt` of the output's metadata, where IPython
 * writes it and nbconvert reads it, or the text beside the picture. JupyterLab gives them none.
 */
export function withAltText(
  factory: IRenderMime.IRendererFactory,
  type: string,
): IRenderMime.IRendererFactory {
  return {
    ...factory,
    mimeTypes: [type],
    createRenderer: (options) => {
      const renderer = factory.createRenderer(options);
      const render = renderer.renderModel.bind(renderer);
      renderer.renderModel = async (model) => {
        await render(model);
        const picture = renderer.node.querySelector("img");
        if (picture) picture.alt = altOf(model, type);
      };
      return renderer;
    },
  };
}

function altOf({ data, metadata }: IRenderMime.IMimeModel, type: string) {
  const { alt } = (metadata[type] ?? {}) as { alt?: unknown };
  return String(alt ?? data["text/plain"] ?? type);
}
