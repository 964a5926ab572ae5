import { isRecord, type Notebook } from "./notebook.ts";

/** What the course and the student have written into `metadata.romanesco`: assignment, questions, address, courseKey, student. */
export function readOwnMetadata({
  metadata,
}: Notebook): Record<string, unknown> {
  return isRecord(metadata.romanesco) ? metadata.romanesco : {};
}
