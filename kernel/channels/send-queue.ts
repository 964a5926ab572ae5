import { setImmediate as nextTurn } from "node:timers/promises";
import type { Frame } from "../protocol/wire.ts";

/** The one thing the queue needs of a socket; a second `send` before the first has settled is an error (EBUSY). */
export interface Sender {
  send(frames: Frame[]): Promise<void>;
}

/** After so many messages the event loop gets a turn: heartbeat and interrupt must not wait for a long queue. */
const BURST = 256;

/**
 * Sends messages one after the other, in the order of `push`. A zeromq socket takes one send at a time: naive calls lose
 * every message after the 512th of a tick (https://github.com/zeromq/zeromq.js/issues/406).
 *
 * Invariant: `#waiting` is not empty only while `#pump` runs.
 */
export class SendQueue {
  readonly #sender: Sender;
  readonly #onError: (error: Error) => void;
  #waiting: Frame[][] = [];
  #backlog = 0;
  #state: "idle" | "sending" | "closed" = "idle";
  #drained: Promise<void> = Promise.resolve();

  /** @param onError told about a message that the socket refused; the queue goes on with the next */
  constructor(sender: Sender, onError: (error: Error) => void) {
    this.#sender = sender;
    this.#onError = onError;
  }

  /** Messages pushed and not yet sent. */
  get backlog(): number {
    return this.#backlog;
  }

  push(frames: Frame[]): void {
    if (this.#state === "closed") return;
    this.#waiting.push(frames);
    this.#backlog++;
    if (this.#state === "idle") {
      this.#state = "sending";
      this.#drained = this.#pump();
    }
  }

  /** Resolves when everything pushed before has been sent. */
  drained(): Promise<void> {
    return this.#drained;
  }

  /** Drops what is left. */
  close(): void {
    this.#state = "closed";
    this.#waiting = [];
    this.#backlog = 0;
  }

  async #pump(): Promise<void> {
    let sent = 0;
    while (this.#waiting.length > 0) {
      // Taken as a whole: shifting one by one is slow in a long array.
      const batch = this.#waiting;
      this.#waiting = [];
      for (const frames of batch) {
        if (this.#state === "closed") return;
        await this.#sender.send(frames).catch(this.#onError);
        this.#backlog--;
        if (++sent % BURST === 0) await nextTurn();
      }
    }
    if (this.#state === "sending") this.#state = "idle";
  }
}
