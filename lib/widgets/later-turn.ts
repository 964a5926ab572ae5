import { MessageChannel } from "node:worker_threads";

/**
 * Calls back in a later turn of the event loop, by a message and not by a timer: Stop may cut what is called, and Node's queue of
 * immediates does not outlive that.
 */
export class LaterTurn {
  readonly #channel = new MessageChannel();

  constructor(callback: () => void) {
    this.#channel.port2.on("message", callback);
    this.#channel.port2.unref();
  }

  /** Asks for one call. */
  come(): void {
    this.#channel.port1.postMessage(null);
  }
}
