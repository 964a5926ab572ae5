import type { ConnectReply } from "../protocol/lifecycle.ts";
import type { Handler } from "../services/handler.ts";

/** https://jupyter-client.readthedocs.io/en/stable/messaging.html#connect */
export const connect: Handler = {
  when: "at-once",
  reply: "connect_reply",
  handle(_request, { connection: { ports } }) {
    const content: ConnectReply = {
      status: "ok",
      shell_port: ports.shell,
      iopub_port: ports.iopub,
      stdin_port: ports.stdin,
      hb_port: ports.hb,
      control_port: ports.control,
    };
    return { content };
  },
};
