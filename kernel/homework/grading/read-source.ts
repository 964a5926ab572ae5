import { computeChecksum } from "../format/checksums.ts";
import { isSolution } from "../format/grade-metadata.ts";
import type { Notebook } from "../format/notebook.ts";
import { CommandError } from "../../command.ts";
import { readNotebook } from "../files/files.ts";

/** @throws CommandError for the students' copy, which lacks the hidden tests */
export function readSource(path: string): Notebook {
  const source = readNotebook(path);
  // Release notes in each cell what it was; in a source none is, or other text.
  const isReleased = source.cells
    .filter(isSolution)
    .some((cell) => cell.metadata.nbgrader?.checksum === computeChecksum(cell));
  if (isReleased)
    throw new CommandError(
      `${path} is the students' copy: it has no solutions and no hidden tests. --source takes the notebook that it was released from`,
    );
  return source;
}
