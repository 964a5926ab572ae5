import { UsageError } from "../../command.ts";
import type { Notebook } from "../format/notebook.ts";
import { readOwnMetadata } from "../format/own-metadata.ts";
import { explainWrongIds, splitIds } from "../format/student-id.ts";

/**
 * The ids of those who have done the homework together with the student: as given, else as the notebook has them.
 * @param given separated by commas; an empty text is nobody
 * @throws UsageError if one can be no id
 */
export function readGroup(
  given: string | undefined,
  notebook: Notebook,
  student: string,
): string[] {
  const { with: kept } = readOwnMetadata(notebook);
  const ids = given ?? (Array.isArray(kept) ? kept.join(",") : "");
  const wrong = explainWrongIds(ids);
  if (wrong !== undefined) throw new UsageError(wrong);
  return splitIds(ids).filter((id) => id !== student);
}

/** The notebook with them in its metadata, where the next submission finds them. */
export function keepGroup(notebook: Notebook, group: string[]): Notebook {
  const { with: _, ...rest } = readOwnMetadata(notebook);
  const romanesco = { ...rest, ...(group.length > 0 && { with: group }) };
  return { ...notebook, metadata: { ...notebook.metadata, romanesco } };
}
