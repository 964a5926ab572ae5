import { parseHistoryRequest, type HistoryReply } from "../protocol/history.ts";
import type { Handler } from "../services/handler.ts";

/** https://jupyter-client.readthedocs.io/en/stable/messaging.html#history */
export const history: Handler = {
  when: "at-once",
  reply: "history_reply",
  handle(request, kernel) {
    const found = kernel.history.find(parseHistoryRequest(request.content));
    return { content: { status: "ok", history: found } satisfies HistoryReply };
  },
};
