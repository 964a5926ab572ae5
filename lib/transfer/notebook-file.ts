import { existsSync } from "node:fs";
import { resolve } from "node:path";

/**
 * The notebook's own file, as Jupyter's server names it when it starts a kernel; undefined where none does. One that was renamed since is
 * not there any more: nothing is better than a wrong name.
 */
export function findNotebookFile(directory: string): string | undefined {
  const named = process.env.JPY_SESSION_NAME ?? "";
  const file = resolve(directory, named);
  return named.endsWith(".ipynb") && existsSync(file) ? file : undefined;
}
