import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FrameReader, messageFrame, parseMessage } from "../wire/frames.ts";
import type { AgentWord, DebugQuestion, DebugWord } from "../wire/messages.ts";
import type { WorkerNews } from "./v8-debugger.ts";

type Hear = (word: DebugWord) => void;

/** A socket's path has room for about a hundred bytes. */
const longestFolder = 70;

/**
 * The lines to worker processes, each to a thread beside the work (`runtime/debug-agent.ts`). Its words are told as those
 * of a thread of the cells' process, under a session's name of their own.
 *
 * No port is opened: they meet at a socket in a folder that nobody else may enter, and on Windows at a pipe whose name nobody
 * can guess.
 */
export class WorkerProcesses {
  #server: Server | undefined;
  #path: Promise<string> | undefined;
  #folder: string | undefined;
  /** By the name of their session. */
  readonly #lines = new Map<string, ProcessLine>();
  readonly #removeFolder = () => {
    if (this.#folder !== undefined)
      rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
  };

  readonly #hear: Hear;

  constructor(hear: Hear) {
    this.#hear = hear;
  }

  /** @returns where the processes come to */
  open(): Promise<string> {
    return (this.#path ??= this.#open());
  }

  async #open(): Promise<string> {
    const path = this.#makePath();
    const server = createServer((socket) => this.#take(socket));
    // A debugger keeps no kernel that ends.
    this.#server = server.unref();
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(path, resolve);
    });
    return path;
  }

  /** @returns whether it was for one of the processes */
  send(question: DebugQuestion): boolean {
    const [name, inner] = parse(question.session ?? "");
    const line = this.#lines.get(name);
    line?.send({ ...question, session: inner });
    return line !== undefined;
  }

  /** Nobody debugs any more. */
  close(): void {
    this.#server?.close();
    this.#server = this.#path = undefined;
    for (const line of this.#lines.values()) line.end();
    this.#lines.clear();
    this.#removeFolder();
    process.off("exit", this.#removeFolder);
  }

  #makePath(): string {
    if (process.platform === "win32")
      return `\\\\.\\pipe\\romanesco-${randomUUID()}`;
    const base =
      Buffer.byteLength(tmpdir()) > longestFolder ? "/tmp" : tmpdir();
    // That nobody else may enter, as Node makes it.
    this.#folder = mkdtempSync(join(base, "romanesco-debug-"));
    process.once("exit", this.#removeFolder);
    return join(this.#folder, "door");
  }

  #take(socket: Socket): void {
    const line = new ProcessLine(socket, this.#hear, {
      begun: (name) => this.#lines.set(name, line),
      over: (name) => this.#lines.delete(name),
    });
  }
}

interface LineEvents {
  begun(name: string): void;
  over(name: string): void;
}

/** A process's main thread has the session `process 12`, a thread of its own `process 12/3`. */
class ProcessLine {
  #name = "";
  #title = "";
  readonly #threads = new Set<string>();

  readonly #socket: Socket;
  readonly #hear: Hear;
  readonly #events: LineEvents;

  constructor(socket: Socket, hear: Hear, events: LineEvents) {
    this.#socket = socket.unref();
    this.#hear = hear;
    this.#events = events;
    const incoming = new FrameReader({
      message: (payload) => this.#take(parseMessage<AgentWord>(payload)),
      stream() {},
    });
    socket.on("data", (chunk: Buffer) => incoming.push(chunk));
    // A process that is killed closes its line; that is all there is to know.
    socket.on("error", () => {});
    socket.once("close", () => this.#over());
  }

  send(question: DebugQuestion): void {
    this.#socket.write(messageFrame(question));
  }

  end(): void {
    this.#socket.destroy();
  }

  #take(word: AgentWord): void {
    if (word.type === "debug-agent") return this.#begin(word);
    if (word.type === "debug-answer") return this.#hear(word);
    const { method, session } = word;
    if (!method.startsWith("NodeWorker."))
      return this.#hear({ ...word, session: this.#sessionOf(session) });
    const news = word.params as WorkerNews;
    if (method === "NodeWorker.attachedToWorker") this.#come(news);
    else this.#go(news.sessionId);
  }

  #begin({ pid, name }: AgentWord & { type: "debug-agent" }): void {
    this.#name = `process ${pid}`;
    this.#title = name ? `${name} (${this.#name})` : this.#name;
    this.#events.begun(this.#name);
    this.#tell("NodeWorker.attachedToWorker", this.#name, this.#title);
  }

  #come({ sessionId, workerInfo }: WorkerNews): void {
    this.#threads.add(sessionId);
    const title = `thread ${workerInfo?.workerId} of ${this.#title}`;
    const session = this.#sessionOf(sessionId);
    this.#tell("NodeWorker.attachedToWorker", session, title);
  }

  #go(thread: string): void {
    this.#threads.delete(thread);
    this.#tell("NodeWorker.detachedFromWorker", this.#sessionOf(thread));
  }

  #over(): void {
    if (!this.#name) return;
    this.#events.over(this.#name);
    for (const thread of this.#threads) this.#go(thread);
    this.#tell("NodeWorker.detachedFromWorker", this.#name);
  }

  #tell(method: string, sessionId: string, name?: string): void {
    const isProcess = sessionId === this.#name;
    const params: WorkerNews = { sessionId, name, isProcess };
    this.#hear({ type: "debug-event", method, params });
  }

  #sessionOf(thread: string | undefined): string {
    return thread === undefined ? this.#name : `${this.#name}/${thread}`;
  }
}

function parse(session: string): [process: string, thread?: string] {
  const [name = "", thread] = session.split("/");
  return [name, thread];
}
