/**
 * One value in several representations, by MIME type: text as strings, binary as base64, JSON types as JSON. Between runtime
 * and front end a large one may be written already: it is bytes there, those of its JSON.
 */
export type MimeBundle = Record<string, unknown>;

/** What a front end needs to show a value. */
export interface Display {
  data: MimeBundle;
  metadata: Record<string, unknown>;
}
