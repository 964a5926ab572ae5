import type { ChildProcess } from "node:child_process";
import type { Duplex, Readable } from "node:stream";
import { signalChild } from "../../../lib/platform/signals.ts";
import { endLeftovers } from "./leftovers.ts";
import { FrameReader, messageFrame, parseMessage } from "../wire/frames.ts";
import {
  type HelperWord,
  type HostMessage,
  lastWordsMs,
  type RuntimeMessage,
} from "../wire/messages.ts";
import { notePassed } from "../wire/young-garbage.ts";

export interface RuntimeHandler {
  message(message: RuntimeMessage): void;
  /** @param cell undefined for bytes that bypassed the runtime: native prints, child processes */
  stream(
    name: "stdout" | "stderr",
    cell: number | undefined,
    text: string,
  ): void;
  /** An answer to `look`, or a word of the debugger. */
  helper(word: HelperWord): void;
  /** More was handed on than readers can take: nothing more is read before `caughtUp`. */
  isAhead(): boolean;
  /** Resolves once what was handed on has left this process too, and readers can have taken it. */
  caughtUp(): Promise<void>;
  /** @param lastWords end of what native code wrote to stderr */
  exit(
    code: number | null,
    signal: NodeJS.Signals | null,
    lastWords: string,
  ): void;
}

/** V8's and Node's last words, with a native stack behind them, are shorter. */
const lastWordsLength = 8192;

/** So much output is handed on before it must have left. */
const mostPassedBytes = 8 * 1024 * 1024;

const hostFd = 3;
const outputFd = 4;
const answersFd = 5;

/** The other process: spoken to, listened to, ended. Knows nothing of cells. */
export class RuntimeProcess {
  readonly #child: ChildProcess;
  readonly #channel: Duplex;
  /** All that output comes by. */
  readonly #sources: Readable[];
  readonly exited: Promise<void>;
  #passedBytes = 0;
  #lastWords = "";
  /** Before it is, what it writes to stderr is kept: of a start that is tried again, nobody wants to read each time. */
  #isReady = false;
  /** Whether output waits for those who read it, or is taken as fast as it comes. */
  #pace: "patient" | "hurried" = "patient";

  /**
   * @param child of spawnRuntime
   * @param mark in the environment of what it starts; that ends with it (default: only its group and session do)
   */
  constructor(child: ChildProcess, handler: RuntimeHandler, mark = "") {
    this.#child = child;
    this.#channel = this.#child.stdio[hostFd] as Duplex;
    const messages = new FrameReader({
      message: (payload) => {
        const message = this.#parse(payload);
        if (message?.type === "ready") this.#becomeReady(handler);
        if (message) handler.message(message);
      },
      stream: (name, cell, text) => handler.stream(name, cell, text),
    });
    const workers = new FrameReader({
      message: () => {},
      stream: (name, cell, text) => handler.stream(name, cell, text),
    });
    const workerOutput = this.#child.stdio[outputFd] as Readable;
    const { stdout, stderr } = this.#child;
    this.#sources = [this.#channel, workerOutput, stdout!, stderr!];
    this.#channel.on("data", (chunk: Buffer) => messages.push(chunk));
    workerOutput.on("data", (chunk: Buffer) => workers.push(chunk));
    const answers = new FrameReader({
      message: (payload) => handler.helper(parseMessage<HelperWord>(payload)),
      stream: () => {},
    });
    const answerLine = (this.#child.stdio as unknown[])[answersFd] as Readable;
    answerLine.on("data", (chunk: Buffer) => answers.push(chunk));
    for (const name of ["stdout", "stderr"] as const)
      this.#child[name]!.setEncoding("utf8").on("data", (text: string) => {
        if (name === "stderr") this.#remember(text);
        if (this.#isReady) handler.stream(name, undefined, text);
      });
    for (const source of this.#sources)
      source.on("data", ({ length }: Buffer | string) =>
        this.#passed(length, handler),
      );
    // A runtime that ended closes its pipes; the exit is what counts.
    for (const stream of [...this.#sources, answerLine])
      stream.on("error", () => {});
    this.exited = new Promise((resolve) => {
      let done = false;
      const end = (code: number | null, signal: NodeJS.Signals | null) => {
        if (done) return;
        done = true;
        handler.exit(code, signal, this.#lastWords);
        resolve();
      };
      // "close" comes after the last output; a grandchild that holds a pipe open must not delay it for long.
      this.#child.once("close", end);
      this.#child.once("exit", (code, signal) => {
        this.hurry();
        endLeftovers(child.pid, mark);
        setTimeout(() => end(code, signal), 200);
      });
      this.#child.once("error", () => end(null, null));
      // One that was started long before may have ended, and said so, when nobody listened.
      const { pid, exitCode, signalCode } = this.#child;
      if (pid === undefined || exitCode !== null || signalCode !== null)
        setImmediate(() => end(exitCode, signalCode));
    });
  }

  #becomeReady(handler: RuntimeHandler): void {
    // Said again, it is a program in a cell that says it.
    if (this.#isReady) return;
    this.#isReady = true;
    if (this.#lastWords) handler.stream("stderr", undefined, this.#lastWords);
  }

  #remember(text: string): void {
    this.#lastWords = (this.#lastWords + text).slice(-lastWordsLength);
  }

  /** A program in a cell can write to our line; what comes after something unreadable cannot be trusted to be whole. */
  #parse(payload: Buffer): RuntimeMessage | undefined {
    notePassed(payload.length);
    try {
      return parseMessage<RuntimeMessage>(payload);
    } catch {
      this.kill();
      return undefined;
    }
  }

  #passed(bytes: number, handler: RuntimeHandler): void {
    this.#passedBytes += bytes;
    if (this.#pace !== "patient") return;
    if (this.#passedBytes > mostPassedBytes || handler.isAhead())
      void this.#wait(handler);
  }

  /** A loop that prints is faster than front ends: its process waits for them, by lines that are read no further. */
  async #wait(handler: RuntimeHandler): Promise<void> {
    this.#passedBytes = 0;
    for (const source of this.#sources) source.pause();
    await handler.caughtUp();
    this.#resume();
  }

  #resume(): void {
    for (const source of this.#sources) source.resume();
  }

  /** Stop, and the end: the news stands behind the output that waits. */
  hurry(): void {
    this.#pace = "hurried";
    this.#resume();
  }

  calm(): void {
    this.#pace = "patient";
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  send(message: HostMessage): void {
    if (!this.#channel.writable) return;
    const frame = messageFrame(message);
    notePassed(frame.length);
    this.#channel.write(frame);
  }

  /** Ends it as a program ends: what listens for that is heard, and what it prints passed on, if it takes but a moment. */
  async leave(): Promise<void> {
    if (!this.#isReady) return this.end();
    this.hurry();
    this.send({ type: "end" });
    // Its helper thread sees to the time; this is for one that is stopped, or too busy even for that.
    const timer = setTimeout(() => void this.end(), 1.5 * lastWordsMs);
    await this.exited;
    clearTimeout(timer);
  }

  /** Leaves it no moment. What it started is ended once it is gone. */
  kill(): void {
    signalChild(this.#child, "SIGKILL");
  }

  /** Ends the process and all below it: its helper thread sees the line close, and takes everything down. */
  async end(): Promise<void> {
    this.#channel.destroy();
    const timer = setTimeout(() => signalChild(this.#child, "SIGKILL"), 1000);
    await this.exited;
    clearTimeout(timer);
  }
}
