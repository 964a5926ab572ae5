import type { MimeBundle } from "../../display/mime-bundle.ts";
import { toUtf16 } from "./cursor.ts";
import { Fields } from "./fields.ts";

// https://jupyter-client.readthedocs.io/en/stable/messaging.html#introspection and the two sections after it

/** `cursor` is a UTF-16 index into `code`, converted from the spec's code points. */
export interface CodeAtCursor {
  code: string;
  cursor: number;
}

export interface InspectRequest extends CodeAtCursor {
  detailLevel: 0 | 1;
}

export interface InspectReply {
  status: "ok";
  found: boolean;
  data: MimeBundle;
  metadata: object;
}

export interface CompleteReply {
  status: "ok";
  matches: string[];
  /** Code points. */
  cursor_start: number;
  cursor_end: number;
  /** JupyterLab draws icons and signatures from the types. */
  metadata: { _jupyter_types_experimental: TypedMatch[] };
}

export interface TypedMatch {
  text: string;
  type: string;
  signature?: string;
  start: number;
  end: number;
}

export type IsCompleteReply =
  | { status: "complete" | "invalid" | "unknown" }
  | { status: "incomplete"; indent: string };

/** @throws ContentError */
export function parseCompleteRequest(content: object): CodeAtCursor {
  return parseCodeAtCursor(new Fields(content, "complete_request"));
}

/** @throws ContentError */
export function parseInspectRequest(content: object): InspectRequest {
  const fields = new Fields(content, "inspect_request");
  return {
    ...parseCodeAtCursor(fields),
    detailLevel: fields.oneOf<0 | 1>("detail_level", [0, 1], 0),
  };
}

/** @throws ContentError */
export function parseIsCompleteRequest(content: object): string {
  return new Fields(content, "is_complete_request").string("code");
}

function parseCodeAtCursor(fields: Fields): CodeAtCursor {
  const code = fields.string("code");
  const position = fields.integer("cursor_pos", -1);
  return { code, cursor: position < 0 ? code.length : toUtf16(code, position) };
}
