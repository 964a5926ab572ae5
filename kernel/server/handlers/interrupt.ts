import type { Handler } from "../services/handler.ts";

/** https://jupyter-client.readthedocs.io/en/stable/messaging.html#kernel-interrupt */
export const interrupt: Handler = {
  when: "at-once",
  reply: "interrupt_reply",
  async handle(_request, kernel) {
    // Whoever stops a cell doesn't want the cells behind it to run instead.
    const aborted = kernel.abortQueue();
    await kernel.interpreter.interrupt();
    await aborted;
    return { content: { status: "ok" } };
  },
};
