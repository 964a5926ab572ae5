import { deserialize, serialize } from "node:v8";
import {
  MessageChannel,
  receiveMessageOnPort,
  Worker,
  type MessagePort,
} from "node:worker_threads";
import { findNotebook } from "../notebook.ts";
import { carry } from "./carry.ts";
import type { BorderMessage } from "./messages.ts";

// As they were before the first cell.
const { load: loadCount, wait: waitFor } = Atomics;

/** Messages to the other process and from it: heard while this thread does nothing, and taken while it waits. */
export class Line {
  readonly #hear: (message: BorderMessage) => void;
  readonly #port: MessagePort;
  readonly #count = new Int32Array(new SharedArrayBuffer(4));
  readonly #ready: Promise<void>;
  #isClosed = false;

  /** @param hear takes each message that nobody waits for on the spot */
  constructor(
    path: string,
    listens: boolean,
    hear: (message: BorderMessage) => void,
  ) {
    this.#hear = hear;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const thread = new Worker(`(${carry.toString()})(require)`, {
      eval: true,
      workerData: { path, listens, port: port2, count: this.#count },
      transferList: [port2],
    });
    findNotebook()?.disown(thread);
    thread.unref();
    this.#ready = new Promise((resolve, reject) => {
      port1.on("message", (message: unknown) => {
        if (message === "ready") resolve();
        else this.#take(message);
        if (this.#isClosed) reject(new Error("the other process is not there"));
      });
    });
    port1.unref();
  }

  /** Resolves when it listens, or is connected. */
  ready(): Promise<void> {
    this.#port.ref();
    return this.#ready.finally(() => this.#port.unref());
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  send(message: BorderMessage): void {
    this.#port.postMessage(new Uint8Array(serialize(message)));
  }

  /** Waits on the spot until `isOver`, and takes what comes meanwhile. */
  wait(isOver: () => boolean): void {
    while (!isOver()) {
      const before = loadCount(this.#count, 0);
      const received = receiveMessageOnPort(this.#port);
      if (received) this.#take(received.message);
      else if (this.#isClosed) throw new Error("the other process has ended");
      else waitFor(this.#count, 0, before);
    }
  }

  #take(message: unknown): void {
    if (message === "ready") return;
    if (message === "closed") this.#isClosed = true;
    else this.#hear(deserialize(message as Uint8Array) as BorderMessage);
  }
}
