import { type ChildProcess, fork } from "node:child_process";
import { findNotebook } from "../../notebook.ts";
import { signalChild } from "../../platform/signals.ts";
import type { FigureJson } from "../figure-json.ts";
import { NeedsBrowserError, PaintError } from "./errors.ts";
import type { PaintReply, PaintRequest } from "./messages.ts";

interface Waiting {
  resolve(png: Uint8Array): void;
  reject(error: Error): void;
}

/**
 * The process that draws pictures: started by the first figure, ended when it has been idle for a while.
 *
 *     idle --paint--> working --last reply--> idle --idleMs--> none --paint--> working
 *
 * A process and not a thread: it takes some 200 MB and puts a browser's names on its global object.
 * While it owes a picture it keeps this process alive; idle, it does not.
 */
export class Painter {
  #child: ChildProcess | undefined;
  readonly #waiting = new Map<number, Waiting>();
  #idleTimer: NodeJS.Timeout | undefined;
  #lastId = 0;

  readonly #file: string;
  readonly #idleMs: number;

  /**
   * @param file program to run, `png-worker.js` as built
   * @param idleMs time without work after which the process ends, default a minute
   */
  constructor(file: string, idleMs = 60_000) {
    this.#file = file;
    this.#idleMs = idleMs;
  }

  /** Process id while there is one. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** @throws PaintError if Plotly cannot draw the figure without a browser, or the process ends */
  paint(figure: FigureJson): Promise<Uint8Array> {
    const kind = findWebGl(figure.data);
    if (kind) return Promise.reject(new NeedsBrowserError(kind));
    return new Promise((resolve, reject) => {
      const child = (this.#child ??= this.#start());
      const request: PaintRequest = { id: ++this.#lastId, figure };
      this.#waiting.set(request.id, { resolve, reject });
      this.#holdOn(true);
      // Of one that could not be started, its error event tells.
      if (child.pid === undefined) return;
      child.send(request, (error) => {
        if (error) this.#settle(request.id)?.reject(error);
      });
    });
  }

  /** Ends the process; pictures still owed are refused. */
  stop(): void {
    signalChild(this.#child, "SIGTERM");
    this.#leave(new PaintError("the picture was given up."));
  }

  #start(): ChildProcess {
    const { NODE_OPTIONS: _, NODE_EXTRA_CA_CERTS: __, ...env } = process.env;
    const child = fork(this.#file, {
      // Flags of the process around us are not meant for it; JSON spares it a copy of the figure's prototype chain.
      execArgv: [],
      env,
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    findNotebook()?.disown(child);
    let complaint = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      complaint = (complaint + text).slice(-2000);
    });
    child.on("message", (reply) => this.#receive(reply as PaintReply));
    const gone = (why: string) => {
      if (child !== this.#child) return;
      this.#leave(
        new PaintError(
          `the process that draws pictures ended (${why}). The next figure starts it anew.${complaint && `\n${complaint}`}`,
        ),
      );
    };
    child.once("error", (error) => gone(error.message));
    child.once("exit", (code, signal) => gone(signal ?? `exit code ${code}`));
    return child;
  }

  #receive(reply: PaintReply): void {
    const waiting = this.#settle(reply.id);
    switch (reply.kind) {
      case "painted":
        return waiting?.resolve(reply.png);
      case "failed":
        return waiting?.reject(new PaintError(reply.message));
    }
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) this.#holdOn(false);
    return waiting;
  }

  #leave(error: Error): void {
    clearTimeout(this.#idleTimer);
    this.#child = undefined;
    const owed = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of owed) reject(error);
  }

  #holdOn(busy: boolean): void {
    clearTimeout(this.#idleTimer);
    const child = this.#child;
    // stderr is a socket, whatever its type says.
    const handles = [child, child?.channel, child?.stderr as unknown] as (
      { ref?(): void; unref?(): void } | null | undefined
    )[];
    for (const handle of handles)
      if (busy) handle?.ref?.();
      else handle?.unref?.();
    if (!busy && child)
      this.#idleTimer = setTimeout(() => this.stop(), this.#idleMs).unref();
  }
}

function findWebGl(data: FigureJson["data"]): string | undefined {
  return data
    .map(({ type }) => String(type))
    .find((type) =>
      /gl$|3d$|^(surface|cone|streamtube|isosurface|volume|splom|parcoords)$/.test(
        type,
      ),
    );
}
