import type { Notebook } from "../format/notebook.ts";
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
