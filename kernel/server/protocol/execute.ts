import type { MimeBundle } from "../../display/mime-bundle.ts";
import { Fields } from "./fields.ts";

/** https://jupyter-client.readthedocs.io/en/stable/messaging.html#execute */
export interface ExecuteRequest {
  code: string;
  silent: boolean;
  store_history: boolean;
  user_expressions: Record<string, string>;
  allow_stdin: boolean;
  stop_on_error: boolean;
  /** What the front end calls the cell, if it says so. Not in the spec; JupyterLab, Notebook and VS Code do. */
  cellId?: string;
}

export type ExecuteReply =
  | {
      status: "ok";
      execution_count: number;
      payload: Payload[];
      user_expressions: Record<string, ExpressionReply>;
    }
  | ({
      execution_count: number;
      payload: Payload[];
      user_expressions: object;
    } & ErrorReply)
  | AbortedReply;

export interface ErrorReply {
  status: "error";
  ename: string;
  evalue: string;
  traceback: string[];
}

export interface AbortedReply {
  status: "aborted";
}

/** What the front end opens in its pager. */
export interface Payload {
  source: "page";
  data: MimeBundle;
  start: number;
}

export type ExpressionReply =
  | { status: "ok"; data: MimeBundle; metadata: object }
  | ErrorReply
  | AbortedReply;

/** nbformat's ids have 64 letters at most; VS Code's hold the notebook's path. */
const longestId = 4096;

/** @throws ContentError */
export function parseExecuteRequest(
  content: object,
  metadata: object = {},
): ExecuteRequest {
  const fields = new Fields(content, "execute_request");
  const silent = fields.boolean("silent", false);
  const { cellId } = metadata as { cellId?: unknown };
  return {
    ...(typeof cellId === "string" && cellId.length <= longestId && { cellId }),
    code: fields.string("code"),
    silent,
    // The spec: silent forces store_history to be false.
    store_history: !silent && fields.boolean("store_history", true),
    user_expressions: parseExpressions(fields.object("user_expressions", {})),
    allow_stdin: fields.boolean("allow_stdin", false),
    stop_on_error: fields.boolean("stop_on_error", true),
  };
}

function parseExpressions(value: object): Record<string, string> {
  const fields = new Fields(value, "execute_request.user_expressions");
  return Object.fromEntries(
    Object.keys(value).map((name) => [name, fields.string(name)]),
  );
}
