import { parseIsCompleteRequest } from "../protocol/introspection.ts";
import type { Handler } from "../services/handler.ts";
import { parseQuestion } from "../services/pager.ts";

/** https://jupyter-client.readthedocs.io/en/stable/messaging.html#code-completeness */
export const isComplete: Handler = {
  when: "at-once",
  reply: "is_complete_reply",
  async handle(request, kernel) {
    const code = parseIsCompleteRequest(request.content);
    // No TypeScript, and nothing is missing.
    if (parseQuestion(code)) return { content: { status: "complete" } };
    return { content: await kernel.interpreter.isComplete(code) };
  },
};
