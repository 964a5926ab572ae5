import { parseDebugRequest } from "../protocol/debug.ts";
import type { Handler } from "../services/handler.ts";
import { mayDebug } from "../services/may-debug.ts";

const refusal =
  "this kernel was started for grading, in which nothing is debugged";

/**
 * https://jupyter-client.readthedocs.io/en/stable/messaging.html#debug-request
 *
 * Reply and events are those of the Debug Adapter Protocol; what happens between requests is told as a consequence of the
 * last.
 */
export const debug: Handler = {
  when: "at-once",
  reply: "debug_reply",
  async handle(request, kernel) {
    const asked = parseDebugRequest(request.content);
    const adapter = kernel.interpreter.debugger;
    if (!mayDebug()) {
      const { seq, command } = asked;
      const refused = { success: false, message: refusal, body: {} };
      const reply = { type: "response", seq: 0, request_seq: seq, command };
      return { content: { ...reply, ...refused } };
    }
    adapter.onEvent = (event) =>
      void kernel.publish("debug_event", event, request);
    return { content: await adapter.request(asked) };
  },
};
