import { parseCommMessage, parseCommOpen } from "../protocol/comm.ts";
import type { Message } from "../protocol/header.ts";
import type { Handler, KernelServices } from "../services/handler.ts";

/**
 * The comm of pages that ask about their cells: each comm_msg is a question with a number, and answered with that number.
 * https://jupyter-client.readthedocs.io/en/stable/messaging.html#custom-messages
 */
export const editorComm: Handler = {
  when: "at-once",
  async handle(request, kernel) {
    switch (request.header.msg_type) {
      case "comm_open":
        return kernel.hostComms.open(parseCommOpen(request.content).comm_id);
      case "comm_close":
        return close(parseCommMessage(request.content).comm_id, kernel);
      default:
        return answer(request, kernel);
    }
  },
};

function close(id: string, { hostComms, interpreter }: KernelServices): void {
  hostComms.close(id);
  interpreter.editor.close(id);
}

async function answer(request: Message, kernel: KernelServices): Promise<void> {
  const { comm_id, data } = parseCommMessage(request.content);
  const { request: number } = data as { request?: unknown };
  const answer = await kernel.interpreter.editor.ask(comm_id, data);
  const content = { comm_id, data: { ...answer, request: number } };
  kernel.publish("comm_msg", content, request);
}
