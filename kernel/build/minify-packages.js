import { transform } from "esbuild";
import { readFile, rm, writeFile } from "node:fs/promises";

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

/** What esbuild writes of them has its spaces again: they go where a file is little else than packages, and nobody reads stacks. */
export async function minifyChunks({ metafile }) {
  const chunks = Object.entries(metafile.outputs).filter(
    ([file, { bytes, inputs }]) =>
      file.endsWith(".js") &&
      Object.entries(inputs)
        .filter(([input]) => input.includes("node_modules/"))
        .reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0) >
        0.9 * bytes,
  );
  for (const [file] of chunks) {
    const source = await readFile(file, "utf8");
    const { code } = await transform(source, {
      minifyWhitespace: true,
      legalComments: "none",
      format: "esm",
    });
    await writeFile(file, code);
    await rm(`${file}.map`, { force: true });
  }
}
