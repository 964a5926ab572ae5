import { basename, dirname, join } from "node:path";
import { findPackageFolder } from "./package-files.ts";

/**
 * The Python environment into which pip has put this package, with its kernelspec, extension and templates; undefined for
 * what npm has installed, and for a clone.
 * @param folder of the package
 */
export function findWheelPrefix(
  folder = findPackageFolder(),
  platform = process.platform,
): string | undefined {
  const packages = dirname(folder);
  if (!/^(site|dist)-packages$/.test(basename(packages))) return undefined;
  // PREFIX/lib/python3.12/site-packages, and on Windows PREFIX/Lib/site-packages.
  return join(packages, "..", "..", ...(platform === "win32" ? [] : [".."]));
}

/** Whether pip has written what stands in this Jupyter data folder: it takes it away as well. */
export function isWheelData(data: string): boolean {
  const prefix = findWheelPrefix();
  return prefix !== undefined && data === join(prefix, "share", "jupyter");
}
