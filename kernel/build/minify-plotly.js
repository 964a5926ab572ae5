// Plotly as a script that a page can hold, in half of the size; its licence and those of its parts stay in it.
import { transformSync } from "esbuild";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const read = () => {
  const require = createRequire(import.meta.url);
  return readFileSync(require.resolve("plotly.js-dist"), "utf8");
};

/** How {@link minifyPlotly} begins for the version that is installed. */
export function readBanner() {
  const text = read();
  return text.slice(0, text.indexOf("*/") + 2);
}

export function minifyPlotly() {
  const { code } = transformSync(read(), {
    minify: true,
    charset: "utf8",
    banner: readBanner(),
  });
  return code;
}
