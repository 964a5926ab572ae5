import { setTimeout as delay } from "node:timers/promises";
import type { XPublisher } from "zeromq";
import type { Log } from "../log.ts";
import type { Frame } from "../protocol/wire.ts";
import type { Sender } from "./send-queue.ts";

/** How long a front end that reads nothing may hold up all the others: a busy server is slow, a stopped one is not back by then. */
const PATIENCE_MS = 15_000;

/**
 * Publishes at the slowest subscriber's speed. A PUB socket drops messages for a subscriber whose queue is full, which
 * loses the output of a fast cell; this one waits. A subscriber that reads nothing at all, such as a stopped process,
 * loses messages after a while instead of stopping the notebook; libzmq serves it again once it has caught up.
 */
export class PatientPublisher implements Sender {
  readonly #socket: Pick<XPublisher, "send" | "noDrop">;
  readonly #log: Log;
  readonly #patienceMs: number;

  /** @param socket must have `noDrop` and `sendTimeout: 0`, so that a full queue is an error at once */
  constructor(
    socket: Pick<XPublisher, "send" | "noDrop">,
    log: Log,
    patienceMs = PATIENCE_MS,
  ) {
    this.#socket = socket;
    this.#log = log;
    this.#patienceMs = patienceMs;
  }

  async send(frames: Frame[]): Promise<void> {
    const start = performance.now();
    while (!(await this.#trySend(frames))) {
      if (performance.now() - start > this.#patienceMs)
        return this.#sendToTheOthers(frames);
      await delay(1);
    }
  }

  async #trySend(frames: Frame[]): Promise<boolean> {
    try {
      await this.#socket.send(frames);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EAGAIN") return false;
      throw error;
    }
  }

  async #sendToTheOthers(frames: Frame[]): Promise<void> {
    this.#log.warn(
      `a front end has read no output for ${this.#patienceMs} ms and loses some, so that the others go on`,
    );
    this.#socket.noDrop = false;
    try {
      await this.#socket.send(frames);
    } finally {
      this.#socket.noDrop = true;
    }
  }
}
