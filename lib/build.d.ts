import type { BuildOptions, BuildResult } from "esbuild";

export const modules: BuildOptions & { metafile: true };
export const scripts: BuildOptions & {
  metafile: true;
  banner: { js: string };
};
export function buildLibrary(
  options: Omit<BuildOptions, "entryPoints"> & {
    outdir: string;
    entryPoints?: Record<string, string>;
  },
): Promise<BuildResult<{ metafile: true }>[]>;
