import type { Message } from "../protocol/header.ts";

/** Target of the comm by which pages ask about cells that are being written. */
export const editorTarget = "romanesco.editor";

/**
 * Comms that the host answers itself. Those of cells are the runtime's, in order with the cells; what is asked here touches
 * none of their variables and is answered at once.
 */
export class HostComms {
  /** Target names by comm id. */
  readonly #open = new Map<string, string>();

  get targets(): ReadonlyMap<string, string> {
    return this.#open;
  }

  /** Whether a message is about such a comm. */
  takes({ header, content }: Message): boolean {
    const { comm_id, target_name } = content as Record<string, unknown>;
    return header.msg_type === "comm_open"
      ? target_name === editorTarget
      : /^comm_(msg|close)$/.test(header.msg_type) &&
          this.#open.has(String(comm_id));
  }

  open(id: string): void {
    this.#open.set(id, editorTarget);
  }

  close(id: string): void {
    this.#open.delete(id);
  }
}
