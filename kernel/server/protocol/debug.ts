import type { DebugRequest } from "../../interpreter/debug-adapter.ts";
import { Fields } from "./fields.ts";

// https://jupyter-client.readthedocs.io/en/stable/messaging.html#debug-request

/** @throws ContentError */
export function parseDebugRequest(content: object): DebugRequest {
  const fields = new Fields(content, "debug_request");
  return {
    seq: fields.integer("seq", 0),
    command: fields.string("command"),
    // A JSON object is what it says: a record of what is not known yet.
    arguments: fields.object("arguments", {}) as Record<string, unknown>,
  };
}
