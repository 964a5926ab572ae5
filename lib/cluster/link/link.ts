import { fileURLToPath } from "node:url";
import type { Worker } from "node:worker_threads";
import { findNotebook } from "../../notebook.ts";
import { workerThreads } from "../../platform/worker-threads.ts";
import { outputFd } from "../../worker/worker-output.ts";
import type { Credentials } from "../nats/credentials.ts";
import { ClusterError } from "../nats/credentials.ts";
import type { FromLink, LinkData, ToLink } from "./link-messages.ts";

/** The thread's file, which alone has the client of NATS in it: without a cluster nothing of that is loaded. */
const linkFile = fileURLToPath(new URL("./cluster-link.js", import.meta.url));

/** Home's end of the thread that holds the connection. */
export class Link {
  readonly #thread: Worker;
  #heard: (message: FromLink) => void = () => undefined;

  private constructor(thread: Worker) {
    this.#thread = thread;
    thread.on("message", (message: FromLink) => this.#heard(message));
  }

  /** @throws ClusterError if there is no way to the cluster */
  static async open(credentials: Credentials, session: string): Promise<Link> {
    const { Worker } = workerThreads();
    const workerData: LinkData = {
      credentials,
      session,
      outputFd: outputFd(),
    };
    const thread = new Worker(linkFile, { workerData, execArgv: [] });
    findNotebook()?.disown(thread);
    const link = new Link(thread);
    await new Promise<void>((resolve, reject) => {
      thread.once("error", reject);
      link.#heard = (message) => {
        if (message.kind === "ready") return resolve();
        if (message.kind === "failed")
          reject(new ClusterError(message.message));
      };
    }).catch(async (error: unknown) => {
      await thread.terminate();
      throw error;
    });
    thread.unref();
    return link;
  }

  listen(heard: (message: FromLink) => void): void {
    this.#heard = heard;
  }

  /** @param handOver its bytes are nobody else's */
  send(message: ToLink, handOver?: Uint8Array): void {
    // Buffers of a pool are others' too: only what owns its memory can change hands.
    const whole =
      handOver !== undefined &&
      handOver.byteLength === handOver.buffer.byteLength;
    this.#thread.postMessage(
      message,
      whole ? [handOver.buffer as ArrayBuffer] : [],
    );
  }

  /** Whether work keeps the program going. */
  setBusy(busy: boolean): void {
    if (busy) this.#thread.ref();
    else this.#thread.unref();
  }

  /** Resolves once nothing of the session is left at the server, or it is plain that this cannot be. */
  async close(): Promise<void> {
    this.setBusy(true);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, 3000);
      this.#thread.once("exit", () => {
        clearTimeout(timer);
        resolve();
      });
      this.send({ kind: "close" });
    });
    await this.#thread.terminate();
  }
}
