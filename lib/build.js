// How the library is bundled: for dist, for the tests and for the measurements.
import { build } from "esbuild";

/** @satisfies {import("esbuild").BuildOptions} */
const common = /** @type {const} */ ({
  bundle: true,
  platform: "node",
  target: "node20.12",
  sourcesContent: false,
  metafile: true,
  logLevel: "warning",
});

export const modules = {
  ...common,
  format: /** @type {const} */ ("esm"),
  splitting: true,
  // Bundled CommonJS packages still ask for require.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
};

/** What threads and processes start with is CommonJS, and one file: Node has that running 10 to 20 ms sooner than modules. */
export const scripts = {
  ...common,
  format: /** @type {const} */ ("cjs"),
  banner: {
    js: 'const __url = require("node:url").pathToFileURL(__filename).href;',
  },
  define: { "import.meta.url": "__url" },
};

/**
 * Bundles the library into `${outdir}/lib`, with more entry points beside it if need be.
 * @param options.entryPoints output path -> source, e.g. { "lib/index": "lib/index.ts" }
 * @returns what esbuild says of each bundle
 */
export async function buildLibrary({ outdir, entryPoints = {}, ...options }) {
  const library = await build({
    ...modules,
    ...options,
    entryPoints: {
      "lib/index": "lib/index.ts",
      "lib/travelling": "lib/sync/travelling.ts",
      "lib/border": "lib/border/border.ts",
      // What holds NATS's client is loaded by those who work on a cluster alone.
      "lib/cluster-link": "lib/cluster/link/link-thread.ts",
      "lib/cluster-agent": "lib/cluster/agent/run-worker.ts",
      "lib/cluster-admin": "lib/cluster/admin/index.ts",
      ...entryPoints,
    },
    chunkNames: "lib/[name]-[hash]",
    outdir,
  });
  const worker = await buildWorker(`${outdir}/lib/worker-entry.cjs`, options);
  return [library, worker];
}

/** The rest of the library, if a task imports it, is the other bundle's, so that a class is the same class everywhere. */
function buildWorker(outfile, options) {
  return build({
    ...scripts,
    ...options,
    minifyWhitespace: true,
    minifySyntax: true,
    entryPoints: ["lib/worker/worker-entry.ts"],
    outfile,
    plugins: [sharedClasses],
  });
}

const sharedClasses = {
  name: "shared-classes",
  setup(builder) {
    builder.onResolve({ filter: /\/travelling\.ts$/ }, () => ({
      path: "./travelling.js",
      external: true,
    }));
  },
};
