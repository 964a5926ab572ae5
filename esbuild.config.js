// Builds dist/: the kernel and the library, each bundled so that Node opens few files at start. Packages whose text is
// all that is needed are bundled too: what they would bring along is several times their size. Those with native parts
// or worker files of their own stay outside, in node_modules.
import { build } from "esbuild";
import { copyFile, cp, rm, writeFile } from "node:fs/promises";
import { copyAddons, loadAddon } from "./kernel/build/zeromq-addons.js";
import {
  minifyChunks,
  minifyPackages,
} from "./kernel/build/minify-packages.js";
import { displayOnly, sharedDisplay } from "./kernel/build/tslab-display.js";
import { scopesWithoutLibs } from "./kernel/build/scopes-without-libs.js";
import { minifyPlotly } from "./kernel/build/minify-plotly.js";
import { cacheReader } from "./kernel/build/cache-reader.js";
import { writeNotices } from "./kernel/build/notices.js";
import { buildLibrary, modules, scripts } from "./lib/build.js";

await rm("dist/kernel", { recursive: true, force: true });
await rm("dist/lib", { recursive: true, force: true });
await rm("dist/nbconvert", { recursive: true, force: true });

const kernel = await build({
  ...modules,
  sourcemap: "linked",
  entryPoints: [
    "kernel/main.ts",
    "kernel/interpreter/runtime/typescript-loader.ts",
    "kernel/interpreter/runtime/typescript-worker.ts",
    "kernel/interpreter/runtime/own-packages.ts",
    "kernel/interpreter/runtime/tslab.ts",
  ],
  outbase: "kernel",
  outdir: "dist/kernel",
  external: ["esbuild"],
  plugins: [
    loadAddon,
    displayOnly,
    scopesWithoutLibs,
    minifyPackages,
    sharedDisplay,
  ],
});
await minifyChunks(kernel);
const builtins = [
  ...[
    "Array",
    "ArrayBuffer",
    "Atomics",
    "Date",
    "Int32Array",
    "JSON",
    "Map",
    "Math",
    "Number",
    "Object",
    "Promise",
  ],
  ...[
    "Proxy",
    "Reflect",
    "RegExp",
    "Set",
    "SharedArrayBuffer",
    "String",
    "Symbol",
    "Uint8Array",
    "WeakMap",
    "WeakSet",
  ],
];
const runtime = await build({
  ...scripts,
  sourcemap: "linked",
  // The process begins with a file that gives the runtime a realm of its own.
  entryPoints: {
    runtime: "kernel/interpreter/runtime/start.ts",
    helper: "kernel/interpreter/runtime/helper.ts",
    "debug-agent": "kernel/interpreter/runtime/debug-agent.ts",
    "tslab-display": "kernel/interpreter/runtime/tslab-display.ts",
  },
  outdir: "dist/kernel/interpreter/runtime",
  outExtension: { ".js": ".cjs" },
  plugins: [sharedDisplay],
});
const reader = await build({
  ...scripts,
  sourcemap: "linked",
  entryPoints: ["reader-thread", "reader"].map(
    (name) => `kernel/interpreter/reading/${name}.ts`,
  ),
  outbase: "kernel",
  outdir: "dist/kernel",
  outExtension: { ".js": ".cjs" },
  external: ["esbuild"],
  plugins: [scopesWithoutLibs, minifyPackages],
});
await cacheReader();
const isolated = await build({
  ...scripts,
  sourcemap: "linked",
  entryPoints: { isolated: "kernel/interpreter/runtime/runtime.ts" },
  outdir: "dist/kernel/interpreter/runtime",
  outExtension: { ".js": ".cjs" },
  // Looked up once: the global object of a realm of one's own is slow.
  banner: {
    js: `const { ${builtins.join(", ")} } = globalThis; ${scripts.banner.js}`,
  },
  plugins: [sharedDisplay],
});
await copyAddons("dist/kernel/zeromq");
await copyFile("node_modules/tslab/dist/public.d.ts", "dist/kernel/tslab.d.ts");

const libraries = await buildLibrary({
  outdir: "dist",
  sourcemap: "linked",
  external: ["piscina"],
  // Of a cluster's client and of certificates, which few load and all download.
  plugins: [minifyPackages],
});

for (const each of libraries) await minifyChunks(each);
const painter = await build({
  ...modules,
  splitting: false,
  minifyWhitespace: true,
  minifySyntax: true,
  entryPoints: ["lib/plots/png/png-worker.ts"],
  outbase: "lib",
  outdir: "dist/lib",
  external: ["plotly.js-dist", "@resvg/resvg-js"],
  // jsdom looks for the file of its synchronous XMLHttpRequest, which nobody calls here, unless there is no resolve.
  define: { "require.resolve": "undefined" },
});

const pages = await build({
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  metafile: true,
  logLevel: "warning",
  loader: { ".woff2": "dataurl" },
  charset: "utf8",
  entryPoints: ["page.ts", "page.css", "deck.ts", "deck.css"].map(
    (file) => `kernel/front-end/pages/${file}`,
  ),
  outdir: "dist/nbconvert/romanesco/static",
});
for (const template of ["romanesco", "romanesco-slides"])
  await cp(`kernel/front-end/pages/${template}`, `dist/nbconvert/${template}`, {
    recursive: true,
  });
await writeFile("dist/nbconvert/romanesco/static/plotly.js", minifyPlotly());

const arimo = "node_modules/@expo-google-fonts/arimo";
for (const style of [
  "400Regular",
  "700Bold",
  "400Regular_Italic",
  "700Bold_Italic",
]) {
  const name = `Arimo_${style}.ttf`;
  await copyFile(`${arimo}/${style}/${name}`, `dist/lib/plots/png/${name}`);
}

await writeNotices(
  "dist",
  [kernel, runtime, isolated, reader, ...libraries, painter, pages],
  [arimo],
);
