import { transform } from "esbuild";
import { readFile } from "node:fs/promises";

/** Packages are minified, our own code is not: Node reads the kernel's at each start, and a person our stacks. */
export const minifyPackages = {
  name: "minify-packages",
  setup(builder) {
    builder.onLoad({ filter: /[\\/]node_modules[\\/].*\.[cm]?js$/ }, minify);
  },
};

async function minify({ path }) {
  const source = await readFile(path, "utf8");
  const { code } = await transform(source, {
    minify: true,
    legalComments: "none",
    sourcefile: path,
  });
  return { contents: code, loader: "js" };
}
