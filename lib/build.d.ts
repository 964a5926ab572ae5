import type { BuildOptions, BuildResult } from "esbuild";

export const modules: BuildOptions;
export function buildLibrary(
  options: Omit<BuildOptions, "entryPoints"> & {
    outdir: string;
    entryPoints?: Record<string, string>;
  },
): Promise<BuildResult[]>;
