import { HomeworkError } from "./errors.ts";
import { isSolution } from "./grade-metadata.ts";
import type { Cell, Notebook } from "./notebook.ts";
import { cutRegions, fail } from "./regions.ts";

/** What stands in place of a solution, by the kernelspec's language; nbgrader_config.py has the same. */
export const codeStubs: Readonly<Record<string, string>> = {
  typescript: "// YOUR CODE HERE\nthrow new Error('Not implemented');",
  javascript: "// YOUR CODE HERE\nthrow new Error('Not implemented');",
  python: "# YOUR CODE HERE\nraise NotImplementedError()",
};
const textStub = "YOUR ANSWER HERE";

/**
 * Puts stubs in place of the solutions: of the marked regions, or of the whole answer cell without one.
 * @throws HomeworkError for a region outside an answer cell: nobody would be asked for it
 */
export function clearSolutions(notebook: Notebook): Notebook {
  const stub = findStub(notebook);
  const cells = notebook.cells.map((cell) => clearCell(cell, stub));
  const { celltoolbar: _, ...metadata } = notebook.metadata;
  return { ...notebook, cells, metadata };
}

function clearCell(cell: Cell, codeStub: string): Cell {
  const stub = cell.cell_type === "code" ? codeStub : textStub;
  const { source, found } = cutRegions(cell, "SOLUTION", stub.split("\n"));
  if (found && !isSolution(cell))
    throw fail(cell, "a solution stands in a cell that is not an answer cell");
  return { ...cell, source: !found && isSolution(cell) ? stub : source };
}

function findStub(notebook: Notebook): string {
  const spec = notebook.metadata.kernelspec as
    { language?: string } | undefined;
  const language = spec?.language ?? "python";
  const stub = Object.hasOwn(codeStubs, language) && codeStubs[language];
  if (!stub)
    throw new HomeworkError(
      `no stub for the language "${language}"; there are: ${Object.keys(codeStubs).join(", ")}. Set metadata.kernelspec.language.`,
    );
  return stub;
}
