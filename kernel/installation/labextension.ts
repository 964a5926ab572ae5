import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findBuilt, readJson } from "./package-files.ts";

/** The folder our front-end extension has below a Jupyter data folder. */
export function findLabextensionFolder(data: string): string {
  const { name } = readJson(findBuilt("labextension/package.json"));
  return join(data, "labextensions", String(name));
}

/** Copies the built extension; JupyterLab and Notebook 7 load what they find there, with no build of their own. */
export function writeLabextension(folder: string): void {
  const built = dirname(findBuilt("labextension/package.json"));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(built, folder, { recursive: true });
  const install = {
    packageManager: "npm",
    packageName: "romanesco",
    uninstallInstructions: "Run: romanesco uninstall",
  };
  writeFileSync(
    join(folder, "install.json"),
    `${JSON.stringify(install, null, 2)}\n`,
  );
}
