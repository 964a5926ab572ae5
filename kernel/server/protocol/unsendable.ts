import type { ErrorOutput, Stream } from "./display.ts";
import type { Message } from "./header.ts";

/**
 * What goes out in place of a message that is no JSON, or more than a string can hold: whoever waits for a reply gets an
 * error, and whoever looks at the output is told.
 */
export function explainUnsendable(
  message: Message,
  { name, message: reason }: Error,
): Message {
  const { msg_type } = message.header;
  const evalue = `${msg_type} could not be sent: ${reason}. Send less of it, or write it into a file.`;
  const about = { ...message, metadata: {}, buffers: [] };
  if (msg_type.endsWith("_reply")) {
    const error: ErrorOutput = { ename: name, evalue, traceback: [evalue] };
    return { ...about, content: { status: "error", ...error } };
  }
  return {
    ...about,
    identities: [Buffer.from("stream")],
    header: { ...message.header, msg_type: "stream" },
    content: { name: "stderr", text: `${evalue}\n` } satisfies Stream,
  };
}
