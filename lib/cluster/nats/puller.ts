import {
  createInbox,
  nanos,
  type Msg,
  type NatsConnection,
} from "@nats-io/transport-node";

/** A server that is there says by itself that a pull has expired; it may be late. */
const lateMs = 500;
const noMessages = 404;
const expired = 408;

/** A message that its stream gives to another agent, unless it is acknowledged or spoken for in time. */
export class PulledMessage {
  readonly #message: Msg;
  /** What is given back must not be acknowledged: another agent has it by then. */
  #state: "held" | "answered" = "held";

  constructor(message: Msg) {
    this.#message = message;
  }

  get subject(): string {
    return this.#message.subject;
  }

  get data(): Uint8Array {
    return this.#message.data;
  }

  ack(): void {
    this.#answer("+ACK");
  }

  /** It takes longer. */
  working(): void {
    if (this.#state === "held") this.#message.respond("+WPI");
  }

  /** Another agent may have it, after so long. */
  nak(delayMs = 0): void {
    this.#answer(`-NAK {"delay":${nanos(delayMs)}}`);
  }

  #answer(words: string): void {
    if (this.#state === "answered") return;
    this.#state = "answered";
    this.#message.respond(words);
  }
}

/**
 * Pulls the messages of a consumer one by one, by one subscription. The client's `next()` makes and ends one for each message,
 * which costs both ends more than the message does.
 */
export class Puller {
  readonly #nc: NatsConnection;
  readonly #subject: string;
  readonly #inbox: string;
  readonly #request: string;
  readonly #expiresMs: number;
  #heard: ((message: Msg) => void) | undefined;

  /** @param prefix of the inboxes that this connection may hear */
  constructor(
    nc: NatsConnection,
    prefix: string,
    stream: string,
    consumer: string,
    expiresMs: number,
  ) {
    this.#nc = nc;
    this.#inbox = createInbox(prefix);
    this.#subject = `$JS.API.CONSUMER.MSG.NEXT.${stream}.${consumer}`;
    this.#request = JSON.stringify({ batch: 1, expires: nanos(expiresMs) });
    this.#expiresMs = expiresMs;
    nc.subscribe(this.#inbox, {
      callback: (error, message) => {
        if (error === null) this.#hear(message);
      },
    });
  }

  /**
   * One at a time.
   * @returns null if there is none for now
   * @throws Error that says why the server has none to give
   */
  async next(): Promise<PulledMessage | null> {
    const message = await this.#pull();
    if (message === undefined) return null;
    if (message.subject !== this.#inbox) return new PulledMessage(message);
    const { code = 0, description = "" } = message.headers ?? {};
    if (code === noMessages || code === expired) return null;
    throw new Error(`${code} ${description}`);
  }

  #pull(): Promise<Msg | undefined> {
    return new Promise((resolve) => {
      const done = (message?: Msg): void => {
        clearTimeout(timer);
        this.#heard = undefined;
        resolve(message);
      };
      const timer = setTimeout(done, this.#expiresMs + lateMs);
      this.#heard = done;
      this.#nc.publish(this.#subject, this.#request, { reply: this.#inbox });
    });
  }

  #hear(message: Msg): void {
    if (this.#heard !== undefined) return this.#heard(message);
    // The answer to a pull that was given up: another agent may have it at once.
    if (message.subject !== this.#inbox) new PulledMessage(message).nak();
  }
}
