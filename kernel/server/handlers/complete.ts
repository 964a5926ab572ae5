import type { Completions } from "../../interpreter/interpreter.ts";
import { toCodePoints } from "../protocol/cursor.ts";
import {
  parseCompleteRequest,
  type CompleteReply,
} from "../protocol/introspection.ts";
import type { Handler } from "../services/handler.ts";

/** https://jupyter-client.readthedocs.io/en/stable/messaging.html#completion */
export const complete: Handler = {
  when: "at-once",
  reply: "complete_reply",
  async handle(request, kernel) {
    const { code, cursor } = parseCompleteRequest(request.content);
    return {
      content: toReply(code, await kernel.interpreter.complete(code, cursor)),
    };
  },
};

function toReply(
  code: string,
  { start, end, matches }: Completions,
): CompleteReply {
  const range = {
    start: toCodePoints(code, start),
    end: toCodePoints(code, end),
  };
  return {
    status: "ok",
    matches: matches.map((match) => match.text),
    cursor_start: range.start,
    cursor_end: range.end,
    metadata: {
      _jupyter_types_experimental: matches.map(({ text, kind, signature }) => ({
        text,
        type: kind,
        signature,
        ...range,
      })),
    },
  };
}
