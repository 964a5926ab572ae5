import { setTimeout as pause } from "node:timers/promises";
import { JetStreamApiError, type JetStreamManager } from "@nats-io/jetstream";

/** A server drops requests of which too many wait. */
const mostRequests = 64;
/** Several agents that delete the same get out of step by a pause of up to so long. */
const mostPauseMs = 100;

/**
 * The stream of batches, as far as they are deleted: one by one, by their numbers. A purge by subject would be a single request, but
 * makes the server forget which other batches are out or were given back, those of other sessions too: if their host ends, nobody
 * gets them (nats-server 2.15).
 */
export class WorkQueue {
  readonly #jsm: JetStreamManager;
  readonly #stream: string;
  readonly #waiting: (() => void)[] = [];
  #free = mostRequests;

  constructor(jsm: JetStreamManager, stream: string) {
    this.#jsm = jsm;
    this.#stream = stream;
  }

  /** @returns the number of the message with this subject, if there is one */
  async find(subject: string): Promise<number | undefined> {
    const query = { last_by_subj: subject };
    const found = await this.#jsm.streams.getMessage(this.#stream, query);
    return found?.seq;
  }

  /** @returns false if it was gone already: done, or deleted by another */
  async delete(number: number): Promise<boolean> {
    await this.#takeTurn();
    try {
      return await this.#jsm.streams.deleteMessage(this.#stream, number, false);
    } catch (error) {
      if (isGone(error)) return false;
      throw error;
    } finally {
      this.#passTurn();
    }
  }

  /**
   * Deletes one after the other.
   * @param filter their subjects
   * @param wanted false when they are to stay after all
   */
  async deleteAll(filter: string, wanted = (): boolean => true): Promise<void> {
    for (let seq = 0; wanted();) {
      const query = { seq, next_by_subj: filter };
      const found = await this.#jsm.streams.getMessage(this.#stream, query);
      if (found === null) return;
      if (!(await this.delete(found.seq)))
        await pause(Math.random() * mostPauseMs);
      seq = found.seq + 1;
    }
  }

  async #takeTurn(): Promise<void> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #passTurn(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}

const sequenceNotFound = 10043;
const deleteFailed = 10057;

/** The one number is for messages amid others, the other for those before the first, and for all that goes wrong. */
const isGone = (error: unknown): boolean =>
  error instanceof JetStreamApiError &&
  (error.code === sequenceNotFound ||
    (error.code === deleteFailed && error.message === "no message found"));
