import { setImmediate as nextTurn } from "node:timers/promises";
import type { Frame } from "../protocol/wire.ts";

/** A piece of a cell's output, which may be dropped when the cell is stopped. */
export interface Output {
  /** The id of the request that it is about. */
  of: string;
  /** Length of the text; 0 for what is shown, such as a picture. */
  characters: number;
}

/** How much output was dropped. */
export interface Dropped {
  characters: number;
  displays: number;
}

/** What waits to be sent. */
export interface Parcel {
  frames: Frame[];
  /** Goes also to a front end that is behind with reading; it may become so while it waits. */
  urgent: boolean;
  output?: Output;
}

/** The one thing the queue needs of a socket; a second `send` before the first has settled is an error (EBUSY). */
export interface Sender {
  /** @param parcel read it again before each try */
  send(frames: Frame[], parcel: Readonly<Parcel>): Promise<void>;
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
  #waiting: Parcel[] = [];
  /** What is taken out of `#waiting` to be sent, with the place of the next: shifting one by one is slow in a long array. */
  #batch: Parcel[] = [];
  #next = 0;
  #sending: Parcel | undefined;
  #state: "idle" | "sending" | "closed" = "idle";
  #drained: Promise<void> = Promise.resolve();

  /** @param onError told about a message that the socket refused; the queue goes on with the next */
  constructor(sender: Sender, onError: (error: Error) => void) {
    this.#sender = sender;
    this.#onError = onError;
  }

  /** Messages pushed and not yet sent. */
  get backlog(): number {
    const left = this.#batch.length - this.#next + this.#waiting.length;
    return this.#sending ? left + 1 : left;
  }

  push(
    frames: Frame[],
    { urgent = true, output }: Partial<Omit<Parcel, "frames">> = {},
  ): void {
    if (this.#state === "closed") return;
    this.#waiting.push({ frames, urgent, output });
    if (this.#state === "idle") {
      this.#state = "sending";
      this.#drained = this.#pump();
    }
  }

  /** Drops what waits of the output about a request, but for the first so many bytes. All else that waits becomes urgent. */
  drop(request: string, keptBytes: number): Dropped {
    const dropped = { characters: 0, displays: 0 };
    let left = keptBytes;
    const stays = (parcel: Parcel): boolean => {
      parcel.urgent = true;
      const { output } = parcel;
      if (output?.of !== request) return true;
      left -= sizeOf(parcel.frames);
      if (left >= 0) return true;
      dropped.characters += output.characters;
      if (output.characters === 0) dropped.displays++;
      return false;
    };
    if (this.#sending) this.#sending.urgent = true;
    this.#batch = this.#batch.slice(this.#next).filter(stays);
    this.#next = 0;
    this.#waiting = this.#waiting.filter(stays);
    return dropped;
  }

  /** Resolves when everything pushed before has been sent. */
  drained(): Promise<void> {
    return this.#drained;
  }

  /** Drops what is left. */
  close(): void {
    this.#state = "closed";
    this.#waiting = this.#batch = [];
    this.#next = 0;
  }

  async #pump(): Promise<void> {
    for (let sent = 1; (this.#sending = this.#take()); sent++) {
      const parcel = this.#sending;
      await this.#sender.send(parcel.frames, parcel).catch(this.#onError);
      this.#sending = undefined;
      if (sent % BURST === 0) await nextTurn();
    }
    if (this.#state === "sending") this.#state = "idle";
  }

  #take(): Parcel | undefined {
    if (this.#next === this.#batch.length) {
      this.#batch = this.#waiting;
      this.#waiting = [];
      this.#next = 0;
    }
    return this.#next < this.#batch.length
      ? this.#batch[this.#next++]
      : undefined;
  }
}

export function sizeOf(frames: readonly Frame[]): number {
  return frames.reduce((sum, frame) => sum + frame.length, 0);
}
