import type * as Zeromq from "zeromq";
import type { Log } from "../log.ts";
import { receiveAll } from "./receive.ts";

/** The first byte of a frame on a publisher says what it is; any other byte is no subscription. */
const SUBSCRIBES = 1;

/** A frame that is longer ends the connection it comes by: libzmq keeps a node of 100 bytes for each letter of a topic. */
export const MOST_TOPIC_BYTES = 1024;

/** Subscriptions are told of at most so often, and no more topics each time: anybody may subscribe, as often as they like. */
const PAUSE_MS = 50;
const MOST_TOPICS = 32;

/**
 * Reads who subscribes to an XPUB socket until it is closed, and tells of each topic; of one that several ask for at the
 * same time once, for the welcome reaches them all.
 *
 * libzmq applies subscriptions itself, as they arrive. It offers to leave that to the program (`manual`), but takes the
 * sender of the next message for the subscriber as soon as somebody sends anything else on this socket.
 */
export class Subscriptions {
  readonly #socket: Zeromq.XPublisher;
  readonly #log: Log;
  readonly #subscribed: (topic: string) => void;
  readonly #topics = new Set<string>();
  #pause: NodeJS.Timeout | undefined;

  /** @param socket must have the verbosity "allSubs", or only the first subscriber of a topic is heard of */
  constructor(
    socket: Zeromq.XPublisher,
    log: Log,
    subscribed: (topic: string) => void,
  ) {
    this.#socket = socket;
    this.#log = log;
    this.#subscribed = subscribed;
  }

  read(): Promise<void> {
    return receiveAll(
      this.#socket,
      (frames) => this.#take(frames),
      ({ message }) => this.#log.debug(`iopub: ${message}`),
    );
  }

  #take(frames: Buffer[]): void {
    const [frame] = frames;
    if (frame?.[0] !== SUBSCRIBES) return;
    if (this.#topics.size < MOST_TOPICS)
      this.#topics.add(frame.subarray(1).toString());
    else this.#log.debug("iopub: too many subscriptions, one is not welcomed");
    if (!this.#pause) this.#tell();
  }

  #tell(): void {
    const topics = [...this.#topics];
    this.#topics.clear();
    for (const topic of topics) this.#subscribed(topic);
    this.#pause = setTimeout(() => this.#afterPause(), PAUSE_MS);
    this.#pause.unref();
  }

  #afterPause(): void {
    this.#pause = undefined;
    if (this.#topics.size > 0 && !this.#socket.closed) this.#tell();
  }
}
