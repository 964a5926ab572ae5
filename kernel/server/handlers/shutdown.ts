import {
  parseShutdownRequest,
  type ShutdownReply,
} from "../protocol/lifecycle.ts";
import type { Handler } from "../services/handler.ts";

/** https://jupyter-client.readthedocs.io/en/stable/messaging.html#kernel-shutdown */
export const shutdown: Handler = {
  when: "at-once",
  reply: "shutdown_reply",
  handle(request, kernel) {
    const restart = parseShutdownRequest(request.content);
    const content: ShutdownReply = { status: "ok", restart };
    // Other front ends learn of it here; the reply goes only to the one that asked.
    kernel.publish("shutdown_reply", content, request);
    kernel.stop(restart);
    return { content };
  },
};
