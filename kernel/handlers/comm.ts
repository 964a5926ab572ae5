import {
  parseCommInfoRequest,
  parseCommMessage,
  parseCommOpen,
  type CommInfoReply,
} from "../protocol/comm.ts";
import type { Handler } from "./handler.ts";

/** https://jupyter-client.readthedocs.io/en/stable/messaging.html#opening-a-comm */
export const commOpen: Handler = {
  when: "in-order",
  handle(request, kernel) {
    const open = parseCommOpen(request.content);
    if (!kernel.comms.open(open, request.buffers)) {
      kernel.log.debug(`comm_open: no target ${open.target_name}`);
      // The spec: "if the target_name is not found, the receiver should immediately reply with a comm_close".
      kernel.publish(
        "comm_close",
        { comm_id: open.comm_id, data: {} },
        request,
      );
    }
  },
};

/** https://jupyter-client.readthedocs.io/en/stable/messaging.html#comm-messages */
export const commMessage: Handler = {
  when: "in-order",
  handle(request, kernel) {
    const message = parseCommMessage(request.content);
    if (!kernel.comms.message(message, request.buffers))
      kernel.log.debug(`comm_msg: no comm ${message.comm_id}`);
  },
};

/** https://jupyter-client.readthedocs.io/en/stable/messaging.html#tearing-down-comms */
export const commClose: Handler = {
  when: "in-order",
  handle(request, kernel) {
    kernel.comms.close(parseCommMessage(request.content));
  },
};

/** https://jupyter-client.readthedocs.io/en/stable/messaging.html#comm-info */
export const commInfo: Handler = {
  when: "at-once",
  reply: "comm_info_reply",
  handle(request, kernel) {
    const comms = kernel.comms.list(parseCommInfoRequest(request.content));
    return { content: { status: "ok", comms } satisfies CommInfoReply };
  },
};
