import { countEdits } from "./count-edits.ts";
import type { Notebook } from "./notebook.ts";
import { fail } from "./regions.ts";

const names = ["SOLUTION", "HIDDEN TESTS", "MARK SCHEME"];

/** @throws HomeworkError for text that no file can hold as it is, and for tests that only nbgrader can write */
export function checkText(notebook: Notebook): Notebook {
  for (const cell of notebook.cells) {
    if (/\p{Surrogate}/u.test(cell.source))
      throw fail(cell, "it holds half a character (a lone surrogate)");
    if (cell.cell_type === "code" && autotest.test(cell.source))
      throw fail(
        cell,
        "AUTOTEST lines are for nbgrader alone: released from here they would check nothing. Write the check out",
      );
  }
  return notebook;
}

const autotest = /^\s*(?:#|\/\/)[#/\s]*(?:HASHED\s+)?AUTOTEST\b/m;

/** @throws HomeworkError for what still looks like a marker when all regions are out: it was misspelt, and its text is there */
export function checkMarkers(notebook: Notebook): Notebook {
  for (const cell of notebook.cells) {
    const line = cell.source.split("\n").find(isMarker);
    if (line !== undefined)
      throw fail(
        cell,
        `"${line.trim().slice(0, 60)}" looks like a misspelt marker; there are BEGIN and END of ${names.join(", ")}. What it should hide would be released`,
      );
  }
  return notebook;
}

/** A line of nothing but BEGIN or END, something near to a name, and signs around it. */
function isMarker(line: string): boolean {
  if (line.length > 80) return false;
  const words = line.toUpperCase().match(/[A-Z]+/g) ?? [];
  const [first = "", ...rest] = words;
  const isEdge = ["BEGIN", "END"].some((edge) => countEdits(first, edge) <= 1);
  const name = rest.join(" ");
  return (
    isEdge &&
    rest.length > 0 &&
    names.some((each) => countEdits(name, each) <= 2)
  );
}
