import type { Broadcast, CommEvent } from "../comm-event.ts";

/** The comms that are open, and the events that the runtime has not taken yet. */
export class OpenComms {
  /** Target names by comm id. */
  readonly #targets = new Map<string, string>();
  readonly #receiving = new Map<number, (handled: boolean) => void>();

  get targets(): ReadonlyMap<string, string> {
    return this.#targets;
  }

  /** The numbers of the events that are being handled. */
  get cells(): Iterable<number> {
    return this.#receiving.keys();
  }

  /**
   * Hands an event of a front end to the runtime.
   * @param send hands it over
   * @returns whether something in the runtime took it
   */
  async receive(
    cell: number,
    event: CommEvent,
    send: () => void,
  ): Promise<boolean> {
    // Before it is said: a target may close a comm while it opens.
    if (event.type === "open")
      this.#targets.set(event.commId, event.targetName);
    const handled = await new Promise<boolean>((resolve) => {
      this.#receiving.set(cell, resolve);
      send();
    });
    if (event.type === "close" || (event.type === "open" && !handled))
      this.#targets.delete(event.commId);
    return handled;
  }

  /** The runtime has done with an event. */
  settle(cell: number, handled: boolean): void {
    this.#receiving.get(cell)?.(handled);
    this.#receiving.delete(cell);
  }

  /** Stop ended what listened, or the process did. */
  settleAll(): void {
    for (const settle of this.#receiving.values()) settle(true);
    this.#receiving.clear();
  }

  /** The runtime opens or closes a comm by itself. */
  note({ type, content }: Broadcast): void {
    const { comm_id, target_name } = content as Record<string, string>;
    if (type === "comm_open")
      this.#targets.set(comm_id ?? "", target_name ?? "");
    if (type === "comm_close") this.#targets.delete(comm_id ?? "");
  }

  /** What listened in a runtime that ended listens no more: what tells the front ends. */
  closings(): Broadcast[] {
    return [...this.#targets.keys()].map((comm_id) => ({
      type: "comm_close",
      content: { comm_id, data: {} },
      metadata: {},
      buffers: [],
    }));
  }
}
