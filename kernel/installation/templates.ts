import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { minifyPlotly, readBanner } from "../build/minify-plotly.js";
import { findBuilt } from "./package-files.ts";

/** Names for `jupyter nbconvert --template`. */
export const templates = {
  html: "romanesco",
  slides: "romanesco-slides",
} as const;

/** Where nbconvert looks for templates below a Jupyter data folder. */
export function findTemplatesFolder(data: string): string {
  return join(data, "nbconvert", "templates");
}

/** The folders of our templates there. */
export function findTemplateFolders(data: string): string[] {
  const folder = findTemplatesFolder(data);
  return Object.values(templates).map((name) => join(folder, name));
}

/**
 * Copies the templates to where nbconvert finds them by name. Plotly, which they embed, would be a fifth of this package,
 * so it is made here, in some seconds; a clone has it built.
 */
export function writeTemplates(data: string): void {
  const folder = findTemplatesFolder(data);
  const plotly = join(folder, templates.html, "static", "plotly.js");
  const earlier = readCurrent(plotly);
  for (const name of Object.values(templates)) {
    rmSync(join(folder, name), { recursive: true, force: true });
    mkdirSync(join(folder, name), { recursive: true });
    const built = findBuilt(join("nbconvert", name));
    cpSync(built, join(folder, name), { recursive: true });
  }
  if (!existsSync(plotly)) writeFileSync(plotly, earlier ?? minifyPlotly());
}

/** The script that an earlier run has made, if it is of the Plotly that is installed now. */
function readCurrent(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, "utf8");
  return text.startsWith(readBanner()) ? text : undefined;
}
