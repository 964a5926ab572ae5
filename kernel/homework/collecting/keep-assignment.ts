import type { Notebook } from "../format/notebook.ts";
import type { Due } from "../format/late-rule.ts";
import { readOwnMetadata } from "../format/own-metadata.ts";

/** The students' copy with the names in it by which submit and grade know it again, whatever a student calls the file. */
export function keepAssignment(
  notebook: Notebook,
  assignment: string,
  name: string,
): Notebook {
  const own = readOwnMetadata(notebook);
  if (!Array.isArray(own.questions)) return notebook;
  const romanesco = {
    assignment,
    ...own,
    ...(name !== assignment && { notebook: name }),
  };
  return { ...notebook, metadata: { ...notebook.metadata, romanesco } };
}

/** The copy with the time when it is due in it, and the rule for what is late, so that submit can tell. */
export function keepDue(notebook: Notebook, due: Due | undefined): Notebook {
  if (due === undefined) return notebook;
  const { due: time, late } = due;
  const romanesco = {
    ...readOwnMetadata(notebook),
    ...{ due: time, ...(late !== undefined && { late }) },
  };
  return { ...notebook, metadata: { ...notebook.metadata, romanesco } };
}
