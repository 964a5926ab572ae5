import { setTimeout as delay } from "node:timers/promises";
import type * as Zeromq from "zeromq";
import type { Log } from "../log.ts";
import { endpointOf, type Connection } from "../protocol/connection-file.ts";
import type { Message } from "../protocol/header.ts";
import { Signer } from "../protocol/signature.ts";
import { explainUnsendable } from "../protocol/unsendable.ts";
import { decode, encode, type Frame } from "../protocol/wire.ts";
import type {
  ChannelListener,
  Channels,
  PublishOptions,
  RequestChannel,
} from "./channels.ts";
import { HIGH_WATER_MARK, BackPressurePublisher } from "./back-pressure.ts";
import { Departures } from "./departures.ts";
import { receiveAll } from "./receive.ts";
import { SendQueue, sizeOf, type Dropped, type Sender } from "./send-queue.ts";
import { MOST_TOPIC_BYTES, Subscriptions } from "./subscriptions.ts";

const CLOSE_MS = 1000;

/** Front ends send a few letters; a longer heartbeat ends the connection it comes by. */
const MOST_HEARTBEAT_BYTES = 64 * 1024;

/** A socket can't be opened on the address that the connection file gives. */
export class BindError extends Error {
  override name = "BindError";
  constructor(
    readonly endpoint: string,
    cause: NodeJS.ErrnoException,
  ) {
    const reason =
      cause.code === "EADDRINUSE"
        ? "another program uses this address"
        : cause.message;
    super(
      `cannot listen on ${endpoint}: ${reason}. Start the kernel again; Jupyter then picks other ports.`,
      { cause },
    );
  }
}

/** The five sockets of a kernel. The only module that knows zeromq. */
export class ZeromqChannels implements Channels {
  readonly #log: Log;
  readonly #signer: Signer;
  readonly #iopub: Zeromq.XPublisher;
  readonly #publisher: BackPressurePublisher;
  readonly #heartbeat: Zeromq.Router;
  readonly #routers: Record<RequestChannel, Zeromq.Router>;
  readonly #queues: Record<RequestChannel | "iopub", SendQueue>;

  /** @throws BindError */
  static async open(connection: Connection, log: Log): Promise<ZeromqChannels> {
    // Loaded when it is needed, for it takes 15 ms.
    const { default: zeromq } = (await import("zeromq")) as unknown as {
      // A CommonJS module is its importers' default, which its types, written for one, don't say.
      default: typeof Zeromq;
    };
    const channels = new ZeromqChannels(zeromq, connection, log);
    try {
      await channels.#bind(connection);
    } catch (error) {
      channels.#closeSockets();
      throw error;
    }
    return channels;
  }

  private constructor(zeromq: typeof Zeromq, connection: Connection, log: Log) {
    const options = {
      linger: CLOSE_MS,
      ipv6: connection.ip.includes(":"),
      ...encryption(connection),
    };
    const router = () =>
      new zeromq.Router({
        ...options,
        // No limit: a ROUTER drops replies to a front end whose queue is full.
        sendHighWaterMark: 0,
        receiveHighWaterMark: 0,
        // A front end that comes back by another connection, under its old name, gets the replies from then on.
        handover: true,
      });
    this.#log = log;
    this.#signer = new Signer(connection.key);
    this.#routers = { shell: router(), control: router(), stdin: router() };
    // No REP socket, for which one malformed message can be the last: a ROUTER gives back whatever came.
    this.#heartbeat = new zeromq.Router({
      ...options,
      handover: true,
      sendTimeout: 0,
      maxMessageSize: MOST_HEARTBEAT_BYTES,
    });
    this.#iopub = new zeromq.XPublisher({
      ...options,
      verbosity: "allSubs",
      maxMessageSize: MOST_TOPIC_BYTES,
      noDrop: true,
      sendTimeout: 0,
      sendHighWaterMark: HIGH_WATER_MARK,
    });
    this.#publisher = new BackPressurePublisher(
      this.#iopub,
      log,
      new Departures(this.#iopub),
    );
    // These sockets take one argument, and hold any number of replies.
    const sender = (router: Zeromq.Router): Sender => ({
      send: (frames) => router.send(frames),
    });
    const queue = (sender: Sender, name: string) =>
      new SendQueue(sender, (error) =>
        log.warn(`${name}: a message was not sent: ${error.message}`),
      );
    this.#queues = {
      shell: queue(sender(this.#routers.shell), "shell"),
      control: queue(sender(this.#routers.control), "control"),
      stdin: queue(sender(this.#routers.stdin), "stdin"),
      iopub: queue(this.#publisher, "iopub"),
    };
    void this.#beat();
  }

  listen(listener: ChannelListener): void {
    for (const channel of ["shell", "control", "stdin"] as const)
      void this.#receive(channel, listener);
    const subscribed = (topic: string) => listener.subscribed(topic);
    void new Subscriptions(this.#iopub, this.#log, subscribed).read();
  }

  send(channel: RequestChannel, message: Message): void {
    this.#push(channel, message);
  }

  publish(message: Message, options: PublishOptions = {}): number {
    return this.#push("iopub", message, options);
  }

  dropOutput(request: string, keptBytes: number): Dropped {
    return this.#queues.iopub.drop(request, keptBytes);
  }

  #push(
    channel: RequestChannel | "iopub",
    message: Message,
    { output, urgent = !output }: PublishOptions = {},
  ): number {
    const frames = this.#encode(channel, message);
    this.#queues[channel].push(frames, { urgent, output });
    return sizeOf(frames);
  }

  #encode(channel: RequestChannel | "iopub", message: Message): Frame[] {
    try {
      return encode(message, this.#signer);
    } catch (error) {
      const type = message.header.msg_type;
      this.#log.warn(
        `${channel}: ${type} not sent: ${(error as Error).message}`,
      );
      return encode(explainUnsendable(message, error as Error), this.#signer);
    }
  }

  welcome(message: Message): void {
    const frames = encode(message, this.#signer);
    // Past the queue, for that holds messages from before the subscription. With `sendTimeout: 0` a send is over at
    // once, so this one can't meet the queue's. Where a slow front end has no room for it, it waits like all others.
    this.#iopub.send(frames).catch(() => this.#queues.iopub.push(frames));
  }

  get backlog(): number {
    return this.#queues.iopub.backlog;
  }

  drained(): Promise<void> {
    return this.#queues.iopub.drained();
  }

  async close(): Promise<void> {
    const queues = Object.values(this.#queues);
    const allSent = Promise.all(queues.map((queue) => queue.drained()));
    await Promise.race([allSent, delay(CLOSE_MS, undefined, { ref: false })]);
    for (const queue of queues) queue.close();
    this.#closeSockets();
  }

  async #bind(connection: Connection): Promise<void> {
    const { shell, control, stdin } = this.#routers;
    const sockets = {
      shell,
      control,
      stdin,
      iopub: this.#iopub,
      hb: this.#heartbeat,
    };
    const binding = Object.entries(sockets).map(async ([port, socket]) => {
      const endpoint = endpointOf(connection, port as keyof typeof sockets);
      await socket.bind(endpoint).catch((cause) => {
        throw new BindError(endpoint, cause);
      });
    });
    // All of them first: a socket must not be closed while it binds.
    const results = await Promise.allSettled(binding);
    for (const result of results)
      if (result.status === "rejected") throw result.reason;
  }

  #receive(channel: RequestChannel, listener: ChannelListener): Promise<void> {
    return receiveAll(
      this.#routers[channel],
      (frames) => {
        const message = this.#decode(channel, frames);
        if (message) listener.message(channel, message);
      },
      ({ stack }) => this.#log.warn(`${channel}: ${stack}`),
    );
  }

  #decode(channel: RequestChannel, frames: Uint8Array[]): Message | undefined {
    try {
      return decode(frames, this.#signer);
    } catch (error) {
      this.#log.debug(
        `${channel}: dropped a message: ${(error as Error).message}`,
      );
      return undefined;
    }
  }

  #beat(): Promise<void> {
    return receiveAll(
      this.#heartbeat,
      (frames) => this.#heartbeat.send(frames),
      ({ message }) => this.#log.debug(`heartbeat: ${message}`),
    );
  }

  #closeSockets(): void {
    const sockets: Zeromq.Socket[] = [
      ...Object.values(this.#routers),
      this.#iopub,
      this.#heartbeat,
    ];
    for (const socket of sockets) socket.close();
  }
}

function encryption({ curve }: Connection): {
  curveServer?: true;
  curvePublicKey?: string;
  curveSecretKey?: string;
} {
  return curve
    ? {
        curveServer: true,
        curvePublicKey: curve.publicKey,
        curveSecretKey: curve.secretKey,
      }
    : {};
}
