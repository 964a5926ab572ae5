import type { CommEvent } from "../../interpreter/comm-event.ts";
import {
  parseCommInfoRequest,
  parseCommMessage,
  parseCommOpen,
  type CommInfoReply,
} from "../protocol/comm.ts";
import type { Message } from "../protocol/header.ts";
import { CellOutput } from "../services/cell-output.ts";
import type { Handler, KernelServices } from "../services/handler.ts";
import { withoutContent } from "../services/without-content.ts";

/** https://jupyter-client.readthedocs.io/en/stable/messaging.html#opening-a-comm */
export const commOpen: Handler = {
  when: "in-order",
  async handle(request, kernel) {
    const { comm_id, target_name, data } = parseCommOpen(request.content);
    await deliver(request, kernel, {
      type: "open",
      commId: comm_id,
      targetName: target_name,
      data,
      ...beside(request),
    });
  },
};

/** https://jupyter-client.readthedocs.io/en/stable/messaging.html#comm-messages */
export const commMessage: Handler = {
  when: "beside-cells",
  async handle(request, kernel) {
    const { comm_id, data } = parseCommMessage(request.content);
    const event = { type: "message", commId: comm_id, data } as const;
    await deliver(request, kernel, { ...event, ...beside(request) });
  },
};

/** https://jupyter-client.readthedocs.io/en/stable/messaging.html#tearing-down-comms */
export const commClose: Handler = {
  when: "beside-cells",
  async handle(request, kernel) {
    const { comm_id, data } = parseCommMessage(request.content);
    const event = { type: "close", commId: comm_id, data } as const;
    await deliver(request, kernel, { ...event, ...beside(request) });
  },
};

/** https://jupyter-client.readthedocs.io/en/stable/messaging.html#comm-info */
export const commInfo: Handler = {
  when: "at-once",
  reply: "comm_info_reply",
  handle(request, { interpreter, hostComms }) {
    const wanted = parseCommInfoRequest(request.content);
    const comms = Object.fromEntries(
      [...interpreter.comms, ...hostComms.targets]
        .filter(([, target]) => wanted === undefined || target === wanted)
        .map(([id, target_name]) => [id, { target_name }]),
    );
    return { content: { status: "ok", comms } satisfies CommInfoReply };
  },
};

async function deliver(
  request: Message,
  kernel: KernelServices,
  event: CommEvent,
): Promise<void> {
  const output = new CellOutput(withoutContent(request), kernel, {
    silent: false,
    allow_stdin: false,
  });
  const heard = await kernel.interpreter.receive(event, output);
  await output.drained();
  if (heard || event.type === "close") return;
  kernel.log.debug(`comm_${event.type}: nobody listens to ${event.commId}`);
  // The spec: "if the target_name is not found, the receiver should immediately reply with a comm_close". The same for
  // a comm of a runtime that has ended.
  const content = { comm_id: event.commId, data: {} };
  kernel.publish("comm_close", content, request);
}

function beside({ metadata, buffers }: Message) {
  return { metadata, buffers };
}
