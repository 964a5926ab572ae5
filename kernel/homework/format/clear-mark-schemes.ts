import { isTask } from "./grade-metadata.ts";
import type { Notebook } from "./notebook.ts";
import { cutRegions, fail } from "./regions.ts";

/** Takes out what tells the grader how to give points for a task. */
export function clearMarkSchemes(notebook: Notebook): Notebook {
  const cells = notebook.cells.map((cell) => {
    const { source, found } = cutRegions(cell, "MARK SCHEME");
    if (found && !isTask(cell))
      throw fail(cell, "a mark scheme stands in a cell that is not a task");
    // The picture's bytes stay in the cell's attachments when its line is cut.
    const cut = cell.source.length - source.length;
    if (cut > 0 && countAttachments(cell.source) > countAttachments(source))
      throw fail(
        cell,
        "its mark scheme shows an attached picture, which students would still receive; link a file instead",
      );
    return { ...cell, source };
  });
  return { ...notebook, cells };
}

function countAttachments(source: string): number {
  return source.match(/!\[.*\]\(attachment:.+?\)/g)?.length ?? 0;
}
