import { gradeIdOf } from "./grade-metadata.ts";
import type { Notebook } from "./notebook.ts";

/** What people call a question: the heading above its cell, without the points; its name in the metadata if there is none. */
export function findTitle({ cells }: Notebook, gradeId: string): string {
  const at = cells.findIndex((cell) => gradeIdOf(cell) === gradeId);
  const above = cells.slice(0, at + 1);
  const headings = above
    .filter(({ cell_type }) => cell_type === "markdown")
    .flatMap(({ source }) => source.match(/^#{1,6}\s+.+$/gm) ?? []);
  const title = headings
    .at(-1)
    ?.replace(/^#+\s+/, "")
    .replace(/\s*\([^()]*\bpoints?\)\s*$/i, "");
  return title || gradeId;
}
