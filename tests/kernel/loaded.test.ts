import { build } from "esbuild";
import { expect, test } from "vitest";

/** The packages that a file of ours loads before it runs, by itself and by what it imports. */
async function packagesOf(file: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [file],
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    packages: "external",
    loader: { ".node": "empty" },
    outdir: "unwritten",
    write: false,
    metafile: true,
  });
  const found = new Set<string>();
  const seen = new Set([file]);
  for (const each of seen)
    for (const { path, kind, external } of metafile.inputs[each]?.imports ?? [])
      if (kind !== "import-statement") continue;
      else if (!external) seen.add(path);
      else if (!path.startsWith("node:")) found.add(path);
  return [...found];
}

test("the process that serves Jupyter loads no parser: cells are read in a thread of their own", async () => {
  const reader = "kernel/interpreter/reading/reader.ts";
  expect(await packagesOf(reader)).toContain("@babel/parser");
  const served = await packagesOf("kernel/server/serve.ts");
  const checked = await packagesOf(
    "kernel/interpreter/types/language-service.ts",
  );
  const told = await packagesOf("kernel/interpreter/host/type-check.ts");
  expect([...new Set([...served, ...checked, ...told])].sort()).toEqual([
    "@jridgewell/sourcemap-codec",
    "js-tokens",
    "typescript/package.json",
  ]);
});
