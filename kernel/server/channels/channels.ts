import type { Message } from "../protocol/header.ts";
import type { Dropped, Output } from "./send-queue.ts";

export type { Dropped } from "./send-queue.ts";

/** The channels that carry requests. iopub only goes out, and the heartbeat never reaches the kernel. */
export type RequestChannel = "shell" | "control" | "stdin";

/** What the kernel hears. */
export interface ChannelListener {
  /** A message that is well formed and signed; the others are dropped and logged before. */
  message(channel: RequestChannel, message: Message): void;
  /** A front end subscribed to an iopub topic; "" is all of them. It gets what is published from this call on. */
  subscribed(topic: string): void;
}

export interface PublishOptions {
  /** Says that the message is a piece of output. */
  output?: Output;
  /** Goes also to front ends that are behind with reading (default: all that is not output). */
  urgent?: boolean;
}

/**
 * What the kernel sees of its sockets. `send` and `publish` never wait and never lose a message to haste: each channel
 * has a queue, and delivers in the order of the calls.
 */
export interface Channels {
  /** Starts delivery; messages that came earlier are delivered first. */
  listen(listener: ChannelListener): void;
  send(channel: RequestChannel, message: Message): void;
  /** @returns its bytes on the wire */
  publish(message: Message, options?: PublishOptions): number;
  /** Drops the output about a request that waits, but for the first so many bytes; what stays in the queue goes at once. */
  dropOutput(request: string, keptBytes: number): Dropped;
  /** Publishes ahead of what is queued: called within `subscribed`, it is the first that the new subscriber gets. */
  welcome(message: Message): void;
  /** iopub messages that still wait for the network. A producer that looks at it can slow down before memory fills. */
  readonly backlog: number;
  /** Resolves once every iopub message published so far is on its way. */
  drained(): Promise<void>;
  /** Sends what is queued, for at most a second, then closes the sockets. */
  close(): Promise<void>;
}
