import { gradeIdOf } from "./grade-metadata.ts";
import type { Notebook } from "./notebook.ts";

/** What people call a question: the heading above its cell, without the points; its name in the metadata if there is none. */
export function findTitle({ cells }: Notebook, gradeId: string): string {
  const at = cells.findIndex((cell) => gradeIdOf(cell) === gradeId);
  const above = cells.slice(0, at + 1);
  const headings = above
    .filter(({ cell_type }) => cell_type === "markdown")
    .flatMap(({ source }) => source.split("\n"))
    .filter((line) => /^#{1,6}\s+\S/.test(line));
  return withoutPoints(headings.at(-1)?.replace(/^#+/, "") ?? "") || gradeId;
}

/** Plain steps: a heading is a student's text, and may be long. */
function withoutPoints(heading: string): string {
  const title = heading.trim();
  const open = title.lastIndexOf("(");
  const isPoints = /^\([^()]*\bpoints?\)$/i.test(title.slice(open));
  return open >= 0 && isPoints ? title.slice(0, open).trim() : title;
}
