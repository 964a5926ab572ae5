import { HomeworkError } from "./errors.ts";
import type { Cell } from "./notebook.ts";

/**
 * Takes out the lines between `BEGIN <name>` and `END <name>`, these two included.
 * @param replacement put in its place, with the indent of the BEGIN line; default nothing
 * @returns the source without the regions, and whether there was one
 * @throws HomeworkError if a region does not end or begin, or begins inside another
 */
export function cutRegions(
  cell: Cell,
  name: string,
  replacement: string[] = [],
): { source: string; found: boolean } {
  const kept: string[] = [];
  let inside = false;
  let found = false;
  for (const line of cell.source.split("\n")) {
    if (line.includes(`BEGIN ${name}`)) {
      if (inside) throw fail(cell, `BEGIN ${name} inside BEGIN ${name}`);
      inside = found = true;
      const indent = /^\s*/.exec(line)![0];
      kept.push(...replacement.map((each) => indent + each));
    } else if (line.includes(`END ${name}`)) {
      // What stands above it would stay.
      if (!inside) throw fail(cell, `END ${name} without BEGIN ${name}`);
      inside = false;
    } else if (!inside) kept.push(line);
  }
  if (inside) throw fail(cell, `BEGIN ${name} has no END ${name}`);
  return { source: kept.join("\n"), found };
}

/** @throws HomeworkError that shows where the cell is */
export function fail(cell: Cell, problem: string): HomeworkError {
  const id = cell.metadata.nbgrader?.grade_id;
  const place = id ? `cell ${id}` : `the cell "${cell.source.slice(0, 60)}"`;
  return new HomeworkError(
    `${place}: ${problem}. Correct the source notebook.`,
  );
}
