// tslab's public functions need nothing of its kernel, but load it with all it brings: a TypeScript of 38 MB, zeromq.
// These are left out here; what remains is the version that tslab shows.
import { readFileSync } from "node:fs";

const { version } = JSON.parse(
  readFileSync("node_modules/typescript/package.json", "utf8"),
);

export const displayOnly = {
  name: "tslab-display",
  setup(build) {
    const unused = /^(@tslab\/typescript-for-tslab|\.\/converter|zeromq)$/;
    build.onResolve({ filter: unused }, ({ path, importer }) =>
      /node_modules[/\\]tslab[/\\]/.test(importer)
        ? { path, namespace: "tslab-display" }
        : undefined,
    );
    build.onLoad({ filter: /./, namespace: "tslab-display" }, () => ({
      contents: JSON.stringify({ version }),
      loader: "json",
    }));
  },
};

/** One function that shows, for the runtime that sets it and for what `import "tslab"` loads, each a bundle of its own. */
export const sharedDisplay = {
  name: "shared-display",
  setup(builder) {
    builder.onResolve({ filter: /\/tslab-display\.ts$/ }, ({ kind }) =>
      kind === "entry-point"
        ? undefined
        : { path: "./tslab-display.cjs", external: true },
    );
  },
};
