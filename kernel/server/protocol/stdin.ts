import { Fields } from "./fields.ts";

// https://jupyter-client.readthedocs.io/en/stable/messaging.html#messages-on-the-stdin-router-dealer-channel

export interface InputRequest {
  prompt: string;
  password: boolean;
}

/** @returns what the person typed @throws ContentError */
export function parseInputReply(content: object): string {
  return new Fields(content, "input_reply").string("value");
}
