// Builds dist/: the kernel and the library, each bundled so that Node opens few files at start.
// Packages with native parts or worker files of their own stay outside, in node_modules.
import { build } from "esbuild";
import { rm } from "node:fs/promises";

await rm("dist/kernel", { recursive: true, force: true });
await rm("dist/lib", { recursive: true, force: true });

const common = {
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20.12",
  splitting: true,
  sourcemap: "linked",
  sourcesContent: false,
  // Bundled CommonJS packages still ask for require.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
  logLevel: "warning",
};

await build({
  ...common,
  entryPoints: [
    "kernel/main.ts",
    "kernel/interpreter/runtime/runtime.ts",
    "kernel/interpreter/runtime/helper.ts",
    "kernel/interpreter/runtime/typescript-loader.ts",
  ],
  outbase: "kernel",
  outdir: "dist/kernel",
  external: ["zeromq", "oxc-transform", "esbuild"],
});

await build({
  ...common,
  entryPoints: [
    "lib/index.ts",
    "lib/pool/worker-entry.ts",
    "lib/plots/png/png-worker.ts",
  ],
  outbase: "lib",
  outdir: "dist/lib",
  external: [
    "piscina",
    "plotly.js-dist",
    "jsdom",
    "@resvg/resvg-js",
    "sharp",
    "@expo-google-fonts/arimo",
  ],
});
