import { gradeIdOf, isGrade, isManual, isSolution } from "./grade-metadata.ts";
import type { Cell, Notebook } from "./notebook.ts";

/**
 * What people call a question: the heading above its cell, without the points. Several questions below one heading are its
 * parts; without a heading they are numbered.
 */
export function findTitle(notebook: Notebook, gradeId: string): string {
  const places = findPlaces(notebook);
  const place = places.find((each) => each.gradeId === gradeId);
  if (!place) return gradeId;
  const { heading, isQuestion, at } = place;
  const questions = places.filter((each) => each.isQuestion);
  if (!isQuestion) return heading || `cell ${at + 1}`;
  if (heading === "") return `Question ${questions.indexOf(place) + 1}`;
  const parts = questions.filter((each) => each.headingAt === place.headingAt);
  return parts.length === 1
    ? heading
    : `${heading} (part ${parts.indexOf(place) + 1})`;
}

interface Place {
  gradeId: string;
  isQuestion: boolean;
  /** The cell's index, and the number of the heading above. */
  at: number;
  headingAt: number;
  heading: string;
}

/** All cells with a name, each with the heading above it. */
function findPlaces({ cells }: Notebook): Place[] {
  let heading = "";
  let headingAt = 0;
  return cells.flatMap((cell, at) => {
    const found = isText(cell) ? findHeading(cell.source) : undefined;
    if (found !== undefined) {
      heading = withoutPoints(found.replace(/^#+/, ""));
      headingAt += 1;
    }
    const gradeId = gradeIdOf(cell);
    if (gradeId === undefined) return [];
    const isQuestion = isGrade(cell) || isManual(cell);
    return [{ gradeId, isQuestion, at, headingAt, heading }];
  });
}

/** Not what a student has answered, which may have headings of its own. */
const isText = (cell: Cell): boolean =>
  cell.cell_type === "markdown" && !isSolution(cell);

const findHeading = (source: string): string | undefined =>
  source.split("\n").findLast((line) => /^#{1,6}\s+\S/.test(line));

/** Plain steps: a heading is a student's text, and may be long. */
function withoutPoints(heading: string): string {
  const title = heading.trim();
  const open = title.lastIndexOf("(");
  const isPoints = /^\([^()]*\bpoints?\)$/i.test(title.slice(open));
  return open >= 0 && isPoints ? title.slice(0, open).trim() : title;
}
