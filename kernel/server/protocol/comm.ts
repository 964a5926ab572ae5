import { Fields } from "./fields.ts";

// https://jupyter-client.readthedocs.io/en/stable/messaging.html#custom-messages

export interface CommOpen {
  comm_id: string;
  target_name: string;
  data: object;
}

export interface CommMessage {
  comm_id: string;
  data: object;
}

export interface CommInfoReply {
  status: "ok";
  comms: Record<string, { target_name: string }>;
}

/** @throws ContentError */
export function parseCommOpen(content: object): CommOpen {
  const fields = new Fields(content, "comm_open");
  return {
    comm_id: fields.string("comm_id"),
    target_name: fields.string("target_name"),
    data: fields.object("data", {}),
  };
}

/** Reads comm_msg and comm_close, which look alike. @throws ContentError */
export function parseCommMessage(content: object): CommMessage {
  const fields = new Fields(content, "comm_msg");
  return { comm_id: fields.string("comm_id"), data: fields.object("data", {}) };
}

/** @returns the target to list, or undefined for all @throws ContentError */
export function parseCommInfoRequest(content: object): string | undefined {
  const fields = new Fields(content, "comm_info_request");
  return fields.has("target_name") ? fields.string("target_name") : undefined;
}
