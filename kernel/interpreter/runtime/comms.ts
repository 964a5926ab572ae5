import type { CommEvent, CommPayload } from "../comm-event.ts";
import { types } from "node:util";
import { MOST_LENGTH } from "../../display/json-limits.ts";
import { notePassed } from "../wire/young-garbage.ts";

export interface SendOptions {
  metadata?: object;
  /** Binary data beside the JSON. */
  buffers?: (ArrayBuffer | ArrayBufferView)[];
}

type Send = (event: CommEvent) => void;
type Listener = (message: CommPayload) => void;
/** Called when a front end opens a comm; what it says while opening comes along. */
export type Opened = (comm: Comm, message: CommPayload) => void;

/** The cell's end of a comm. */
export class Comm {
  readonly #listeners = {
    message: new Set<Listener>(),
    close: new Set<Listener>(),
  };
  #open = true;

  readonly #emit: Send;

  constructor(
    readonly id: string,
    readonly targetName: string,
    emit: Send,
  ) {
    this.#emit = emit;
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** @throws TypeError when the comm is closed, or `data` is no JSON */
  send(data: object = {}, options: SendOptions = {}): void {
    this.#expectOpen();
    this.#emit({ type: "message", commId: this.id, ...payload(data, options) });
  }

  /** Closes both ends; closing again does nothing. */
  close(data: object = {}, options: SendOptions = {}): void {
    if (!this.#open) return;
    const event = { type: "close", commId: this.id } as const;
    this.#emit({ ...event, ...payload(data, options) });
    this.#open = false;
  }

  /** @returns a function that ends the listening */
  onMessage(listener: Listener): () => void {
    return this.#listen("message", listener);
  }

  /** The front end closed it. @returns a function that ends the listening */
  onClose(listener: Listener): () => void {
    return this.#listen("close", listener);
  }

  /** Hands on what the front end said; a listener's error goes to the caller. */
  static deliver(comm: Comm, type: "message" | "close", message: CommPayload) {
    if (type === "close") comm.#open = false;
    for (const listener of [...comm.#listeners[type]]) listener(message);
  }

  #listen(type: "message" | "close", listener: Listener): () => void {
    this.#listeners[type].add(listener);
    return () => void this.#listeners[type].delete(listener);
  }

  #expectOpen(): void {
    if (!this.#open)
      throw new TypeError(
        `this comm of ${this.targetName} is closed. Open another with jupyter.createComm`,
      );
  }
}

/** The comms that are open, and the targets that front ends may open. */
export class Comms {
  readonly #open = new Map<string, Comm>();
  readonly #targets = new Map<string, Opened>();

  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  create(
    targetName: string,
    data: object = {},
    options: SendOptions = {},
  ): Comm {
    const comm = this.#add(crypto.randomUUID(), targetName);
    const event = { type: "open", commId: comm.id, targetName } as const;
    this.#emit({ ...event, ...payload(data, options) });
    return comm;
  }

  registerTarget(targetName: string, opened: Opened): void {
    this.#targets.set(targetName, opened);
  }

  /** @returns whether there was anybody to hear it @throws what a listener throws */
  receive(event: CommEvent): boolean {
    for (const { length } of event.buffers) notePassed(length);
    if (event.type === "open") return this.#opened(event, event.targetName);
    const comm = this.#open.get(event.commId);
    if (!comm) return false;
    if (event.type === "close") this.#open.delete(event.commId);
    Comm.deliver(comm, event.type, toPayload(event));
    return true;
  }

  /** A target that fails has no comm: it counts as not there, and the front end hears that the comm is closed. */
  #opened(event: CommEvent, targetName: string): boolean {
    const opened = this.#targets.get(targetName);
    if (!opened) return false;
    const comm = this.#add(event.commId, targetName);
    let opening: unknown;
    try {
      opening = opened(comm, toPayload(event));
    } catch (error) {
      Comm.deliver(comm, "close", { data: {}, metadata: {}, buffers: [] });
      this.#open.delete(comm.id);
      throw error;
    }
    if (types.isPromise(opening)) this.#closeIfItFails(comm, opening);
    return true;
  }

  #closeIfItFails(comm: Comm, opening: Promise<unknown>): void {
    // The rejection stays unhandled, which shows it to the person.
    void opening.catch((error: unknown) => {
      comm.close();
      throw error;
    });
  }

  #add(id: string, targetName: string): Comm {
    const comm = new Comm(id, targetName, (event) => this.#emit(event));
    this.#open.set(id, comm);
    return comm;
  }

  #emit(event: CommEvent): void {
    this.#send(event);
    if (event.type === "close") this.#open.delete(event.commId);
  }
}

/** A copy: what the cell changes later is not part of the message. @throws TypeError if `data` is no JSON */
function payload(data: object, { metadata = {}, buffers = [] }: SendOptions) {
  return {
    data: toJson(data),
    metadata: toJson(metadata),
    buffers: toBytes(buffers),
  };
}

/** @throws TypeError for what is no JSON, or no object; RangeError for what is too long */
export function toJson(value: object): object {
  const json = JSON.stringify(value) ?? "null";
  if (json.length > MOST_LENGTH)
    throw new RangeError(
      `a message of ${json.length} characters: at most ${MOST_LENGTH} can be sent. Send binary data in buffers`,
    );
  const copy: unknown = JSON.parse(json);
  if (typeof copy === "object" && copy !== null) return copy;
  throw new TypeError(
    `a message must carry an object, such as { "a": 1 }; got ${json.slice(0, 60)}`,
  );
}

export function toBytes(
  buffers: (ArrayBuffer | ArrayBufferView)[],
): Uint8Array[] {
  return buffers.map((buffer) =>
    ArrayBuffer.isView(buffer)
      ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
      : new Uint8Array(buffer),
  );
}

function toPayload({ data, metadata, buffers }: CommEvent): CommPayload {
  return { data, metadata, buffers };
}
