import { isGrade } from "./grade-metadata.ts";
import type { Notebook } from "./notebook.ts";
import { cutRegions, fail } from "./regions.ts";

/** Takes out the tests that students do not see; grading puts them back from the source. */
export function clearHiddenTests(notebook: Notebook): Notebook {
  const cells = notebook.cells.map((cell) => {
    const { source, found } = cutRegions(cell, "HIDDEN TESTS");
    if (found && !isGrade(cell))
      throw fail(cell, "hidden tests stand in a cell that is not a test");
    return { ...cell, source };
  });
  return { ...notebook, cells };
}
