import { randomUUID } from "node:crypto";
import {
  PROTOCOL_VERSION,
  type Header,
  type Message,
  type ParentHeader,
} from "./header.ts";

export interface Extras {
  metadata?: object;
  buffers?: Uint8Array[];
}

/** Stamps headers. One Session lives as long as the kernel process; its id tells clients that a kernel was restarted. */
export class Session {
  readonly id = randomUUID();
  #count = 0;

  /** A message to all front ends; its topic is its type, so that a client may subscribe to some types only. */
  broadcast(
    msgType: string,
    content: object,
    parent: ParentHeader,
    extras: Extras = {},
  ): Message {
    return this.#message(
      [Buffer.from(msgType)],
      msgType,
      content,
      parent,
      extras,
    );
  }

  /** A message back to the front end that sent `request`. */
  answer(
    msgType: string,
    content: object,
    request: Message,
    extras: Extras = {},
  ): Message {
    return this.#message(
      request.identities,
      msgType,
      content,
      request.header,
      extras,
    );
  }

  /** Tells a new subscriber that its subscription stands. The message reaches those who subscribed to this topic. */
  welcome(subscription: string): Message {
    // Without an identity frame for the empty topic: the signed part then starts the message, as ipykernel sends it.
    const identities = subscription === "" ? [] : [Buffer.from(subscription)];
    return this.#message(identities, "iopub_welcome", { subscription }, {}, {});
  }

  #message(
    identities: Uint8Array[],
    msgType: string,
    content: object,
    parent: ParentHeader,
    extras: Extras,
  ): Message {
    return {
      identities,
      header: this.#header(msgType),
      parent_header: parent,
      metadata: extras.metadata ?? {},
      content,
      buffers: extras.buffers ?? [],
    };
  }

  #header(msgType: string): Header {
    return {
      msg_id: `${this.id}_${this.#count++}`,
      msg_type: msgType,
      session: this.id,
      username: "kernel",
      date: new Date().toISOString(),
      version: PROTOCOL_VERSION,
    };
  }
}
