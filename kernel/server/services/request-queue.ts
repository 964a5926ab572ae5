import type { RequestChannel } from "../channels/channels.ts";
import type { Handler } from "./handler.ts";
import type { Message } from "../protocol/header.ts";

/** A request that waits until the ones before it are done. */
export interface Waiting {
  channel: RequestChannel;
  request: Message;
  handler: Handler;
  aborted: boolean;
}

/** The requests of one shell, answered one after the other. */
export class RequestQueue {
  readonly #answer: (waiting: Waiting) => Promise<void>;
  readonly #answered: (waiting: Waiting) => void;
  #waiting: Waiting[] = [];
  #running: Waiting | undefined;

  /** @param answered called when nothing of the queue runs, after each request */
  constructor(
    answer: (waiting: Waiting) => Promise<void>,
    answered: (waiting: Waiting) => void,
  ) {
    this.#answer = answer;
    this.#answered = answered;
  }

  get running(): Waiting | undefined {
    return this.#running;
  }

  /** Whether a comm message waits for its turn. */
  get holdsComms(): boolean {
    return this.#waiting.some(({ handler }) => handler.reply === undefined);
  }

  push(waiting: Waiting): void {
    this.#waiting.push(waiting);
    if (!this.#running) void this.#run();
  }

  /** The cells that wait are answered `aborted`, each in its turn; comm messages are delivered. */
  abort(): void {
    for (const waiting of this.#waiting)
      waiting.aborted ||= waiting.handler.reply === "execute_reply";
  }

  clear(): void {
    this.#waiting = [];
  }

  async #run(): Promise<void> {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      this.#running = next;
      await this.#answer(next);
      this.#running = undefined;
      this.#answered(next);
    }
  }
}
