import { setTimeout as delay } from "node:timers/promises";
import type { XPublisher } from "zeromq";
import type { Log } from "../log.ts";
import type { Frame } from "../protocol/wire.ts";
import type { Departures } from "./departures.ts";
import type { Parcel, Sender } from "./send-queue.ts";

/** How long a front end that reads nothing may hold up all the others: a busy server is slow, a stopped one is not back by then. */
const PATIENCE_MS = 15_000;

/** How long until a front end that is behind is looked at again; an urgent message changes the mark each time. */
const PAUSE_MS = 1;
const URGENT_PAUSE_MS = 10;

/** So many messages wait in libzmq for one front end. Low, since one may hold much joined text; the rest waits in our queue. */
export const HIGH_WATER_MARK = 64;

/**
 * Beside those of output, for what tells of a cell's end: a front end that reads slowly must not keep it from all others.
 * Not more than twice as many: libzmq hears how far a front end has read only at each multiple of half the mark. With a
 * higher one it would miss so much while the mark is raised that it takes one that has read everything for full, for good.
 */
const URGENT_HIGH_WATER_MARK = 2 * HIGH_WATER_MARK;

type Socket = Pick<XPublisher, "send" | "noDrop" | "sendHighWaterMark">;

/**
 * Publishes at the slowest subscriber's speed. A PUB socket drops messages for a subscriber whose queue is full, which
 * loses the output of a fast cell; this one waits. A subscriber that reads nothing at all, such as a stopped process,
 * loses messages after a while instead of stopping the notebook; libzmq serves it again once it has caught up.
 */
export class BackPressurePublisher implements Sender {
  readonly #socket: Socket;
  readonly #log: Log;
  readonly #departures: Pick<Departures, "none">;
  readonly #patienceMs: number;
  #raised = false;

  /**
   * @param socket must have `noDrop` and `sendTimeout: 0`, so that a full queue is an error at once
   * @param departures while a front end leaves, the mark stays as it is
   */
  constructor(
    socket: Socket,
    log: Log,
    departures: Pick<Departures, "none">,
    patienceMs = PATIENCE_MS,
  ) {
    this.#socket = socket;
    this.#log = log;
    this.#departures = departures;
    this.#patienceMs = patienceMs;
  }

  async send(
    frames: Frame[],
    parcel: Pick<Parcel, "urgent"> = { urgent: true },
  ): Promise<void> {
    const start = performance.now();
    if (this.#raised) await this.#lower();
    while (!(await this.#trySend(frames))) {
      if (parcel.urgent && (await this.#trySendUrgent(frames))) return;
      if (performance.now() - start > this.#patienceMs)
        return this.#sendToTheOthers(frames);
      await delay(parcel.urgent ? URGENT_PAUSE_MS : PAUSE_MS);
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

  /** libzmq takes a new mark at once, for the front ends that are connected too. */
  async #trySendUrgent(frames: Frame[]): Promise<boolean> {
    if (!this.#raised) {
      if (!(await this.#departures.none())) return false;
      this.#raised = true;
      this.#socket.sendHighWaterMark = URGENT_HIGH_WATER_MARK;
    }
    try {
      return await this.#trySend(frames);
    } finally {
      await this.#lower();
    }
  }

  /** If it cannot be done now, the next message finds a longer queue. */
  async #lower(): Promise<void> {
    if (!(await this.#departures.none())) return;
    this.#raised = false;
    this.#socket.sendHighWaterMark = HIGH_WATER_MARK;
  }

  async #sendToTheOthers(frames: Frame[]): Promise<void> {
    this.#log.warn(
      `a front end has not read any output for ${this.#patienceMs} ms; some of its output is dropped so that the others can continue`,
    );
    this.#socket.noDrop = false;
    try {
      await this.#socket.send(frames);
    } finally {
      this.#socket.noDrop = true;
    }
  }
}
