import { ContentError, Fields } from "./fields.ts";

/** The version of the messaging spec that this kernel speaks. */
export const PROTOCOL_VERSION = "5.5";

/** https://jupyter-client.readthedocs.io/en/stable/messaging.html#message-header */
export interface Header {
  msg_id: string;
  msg_type: string;
  session: string;
  username: string;
  /** ISO 8601 */
  date: string;
  version: string;
  /** The subshell that a request is for; none, or null, is the main shell. */
  subshell_id?: string | null;
}

/** A message nobody asked for, such as `iopub_welcome`, has an empty parent. */
export type ParentHeader = Header | Record<string, never>;

/** A message apart from its transport: what the frames of `wire.ts` say. */
export interface Message<Content extends object = object> {
  /** Who sent it, or whom it goes to: routing ids on shell, control and stdin; the topic on iopub. */
  identities: Uint8Array[];
  header: Header;
  parent_header: ParentHeader;
  metadata: object;
  content: Content;
  /** Binary data beside the JSON, as comms use it; not signed. */
  buffers: Uint8Array[];
  /** It was signed, and can't be used all the same; this is its answer. */
  fault?: Error;
}

/** What of a header an answer needs, when the rest of it can't be used. @throws ContentError */
export function parseNames(value: unknown): Header {
  const fields = new Fields(value, "header");
  const msg_type = fields.string("msg_type");
  if (msg_type === "")
    throw new ContentError("header.msg_type", "a message type", "");
  return {
    msg_id: fields.string("msg_id"),
    msg_type,
    session: "",
    username: "",
    date: "",
    version: PROTOCOL_VERSION,
  };
}

/**
 * Checks the fields this kernel leans on. Fields it doesn't know stay in the header: it goes back whole as `parent_header`.
 * @throws ContentError
 */
export function parseHeader(value: unknown): Header {
  const fields = new Fields(value, "header");
  const known = {
    ...parseNames(value),
    session: fields.string("session", ""),
    username: fields.string("username", ""),
    date: fields.string("date", ""),
    version: fields.string("version", PROTOCOL_VERSION),
    ...(fields.has("subshell_id")
      ? { subshell_id: fields.string("subshell_id") }
      : {}),
  };
  return { ...(value as object), ...known };
}
