import {
  parseInspectRequest,
  type InspectReply,
} from "../protocol/introspection.ts";
import type { Handler } from "../services/handler.ts";

/** https://jupyter-client.readthedocs.io/en/stable/messaging.html#introspection */
export const inspect: Handler = {
  when: "at-once",
  reply: "inspect_reply",
  async handle(request, kernel) {
    const { code, cursor, detailLevel } = parseInspectRequest(request.content);
    const found = await kernel.interpreter.inspect(code, cursor, detailLevel);
    const content: InspectReply = {
      status: "ok",
      found: found !== undefined,
      data: {},
      metadata: {},
      ...found,
    };
    return { content };
  },
};
