import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { MimeBundle } from "../mime-bundle.ts";

const require = createRequire(import.meta.url);
/** The one that pictures of figures are written in. */
const font = fileURLToPath(
  new URL("../../../lib/plots/png/Arimo_400Regular.ttf", import.meta.url),
);

/** A drawing, and its picture for clients that show no drawings. */
export function svgBundle(markup: string, text: string): MimeBundle {
  const svg = withNamespace(markup);
  return {
    "image/svg+xml": svg,
    ...pictureOf(svg),
    "text/plain": text,
  };
}

/** A page's own elements need none. */
function withNamespace(markup: string): string {
  return /^<svg[^>]*\sxmlns=/.test(markup)
    ? markup
    : markup.replace(/^<svg/, '<svg xmlns="http://www.w3.org/2000/svg"');
}

function pictureOf(svg: string): MimeBundle {
  try {
    const { Resvg } =
      require("@resvg/resvg-js") as typeof import("@resvg/resvg-js");
    const options = {
      background: "white",
      font: {
        loadSystemFonts: false,
        fontFiles: [font],
        defaultFontFamily: "Arimo",
      },
    };
    const png = new Resvg(svg, options).render().asPng();
    return { "image/png": png.toString("base64") };
  } catch {
    // It uses what only a browser can draw: the drawing itself is there.
    return {};
  }
}
