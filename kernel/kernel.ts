import { setImmediate as nextTurn } from "node:timers/promises";
import type { Channels, RequestChannel } from "./channels/channels.ts";
import type { Handler, KernelServices, Reply } from "./handlers/handler.ts";
import { handlers } from "./handlers/index.ts";
import { Inputs } from "./handlers/inputs.ts";
import { SessionHistory } from "./handlers/session-history.ts";
import type { Interpreter } from "./interpreter/interpreter.ts";
import type { Log } from "./log.ts";
import type { Connection } from "./protocol/connection-file.ts";
import type { Status } from "./protocol/display.ts";
import { ContentError } from "./protocol/fields.ts";
import type { Message } from "./protocol/header.ts";
import { Session, type Extras } from "./protocol/session.ts";

export interface KernelParts {
  channels: Channels;
  interpreter: Interpreter;
  connection: Pick<Connection, "ports">;
  log: Log;
  /** Cells of all sessions; by default a kernel knows its own only. */
  history?: SessionHistory;
}

/** A request that waits until the ones before it are done. */
interface Waiting {
  channel: RequestChannel;
  request: Message;
  handler: Handler;
  aborted: boolean;
}

/**
 * For each message: busy, its handler, the reply, idle.
 *
 *     shell ---> execute, comm_*    one after the other, through the queue
 *           \--> everything else    at once, also while a cell runs
 *     control -> everything         at once
 */
export class Kernel implements KernelServices {
  readonly interpreter: Interpreter;
  readonly connection: Pick<Connection, "ports">;
  readonly history: SessionHistory;
  readonly inputs: Inputs;
  readonly log: Log;
  executionCount = 0;
  /** Resolves when a front end or `stop` has asked for the end, and was answered. */
  readonly stopped: Promise<{ restart: boolean }>;
  /** Resolves when a front end is there and has its first answer: what can wait may begin. */
  readonly greeted: Promise<void>;

  readonly #channels: Channels;
  readonly #session = new Session();
  readonly #unknownTypes = new Set<string>();
  #queue: Waiting[] = [];
  /** The request from the queue that runs now. */
  #running: Message | undefined;
  #state: "running" | "stopping" | "stopped" = "running";
  #restart = false;
  #resolveGreeted: () => void = () => {};
  #resolveStopped: (end: { restart: boolean }) => void = () => {};

  constructor({
    channels,
    interpreter,
    connection,
    log,
    history = new SessionHistory(),
  }: KernelParts) {
    this.#channels = channels;
    this.history = history;
    this.interpreter = interpreter;
    this.connection = connection;
    this.log = log;
    this.inputs = new Inputs((input, request) => {
      channels.send(
        "stdin",
        this.#session.answer("input_request", input, request),
      );
    });
    this.greeted = new Promise((resolve) => (this.#resolveGreeted = resolve));
    this.stopped = new Promise((resolve) => (this.#resolveStopped = resolve));
  }

  start(): void {
    this.#channels.publish(
      this.#session.broadcast(
        "status",
        { execution_state: "starting" } satisfies Status,
        {},
      ),
    );
    this.#channels.listen({
      message: (channel, message) => this.#receive(channel, message),
      subscribed: (topic) =>
        this.#channels.welcome(this.#session.welcome(topic)),
    });
  }

  /** Ends the kernel; when a request asked for it, after its reply. */
  stop(restart: boolean): void {
    if (this.#state !== "running") return;
    this.#restart = restart;
    this.#state = "stopping";
    this.#queue = [];
    // A request that asked for the end is being answered in this turn of the event loop.
    void nextTurn().then(() => this.#finish());
  }

  publish(
    msgType: string,
    content: object,
    parent: Message,
    extras: Extras = {},
  ): void {
    this.#channels.publish(
      this.#session.broadcast(msgType, content, parent.header, extras),
    );
  }

  published(): Promise<void> {
    return this.#channels.drained();
  }

  async abortQueue(): Promise<void> {
    this.#markAborted();
    // Requests that a front end sent together with these may still be on their way through the socket.
    await nextTurn();
    this.#markAborted();
  }

  #finish(): void {
    if (this.#state !== "stopping") return;
    this.#state = "stopped";
    this.#resolveStopped({ restart: this.#restart });
  }

  #receive(channel: RequestChannel, request: Message): void {
    if (this.#state !== "running") return;
    if (channel === "stdin") return this.#receiveInput(request);
    const handler = handlers.get(request.header.msg_type);
    if (!handler) return this.#ignore(channel, request);
    if (handler.when === "in-order" && channel === "shell") {
      this.#queue.push({ channel, request, handler, aborted: false });
      if (this.#running === undefined) void this.#runQueue();
    } else {
      void this.#answerAtOnce(channel, request, handler);
    }
  }

  /** Runs what waits, one request at a time, until nothing does. */
  async #runQueue(): Promise<void> {
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
      this.#running = next.request;
      this.#status("busy", next.request);
      if (next.aborted)
        this.#reply(next.channel, next.request, next.handler, {
          content: { status: "aborted" },
        });
      else await this.#answer(next.channel, next.request, next.handler);
      this.#running = undefined;
      this.#status("idle", next.request);
    }
  }

  async #answerAtOnce(
    channel: RequestChannel,
    request: Message,
    handler: Handler,
  ): Promise<void> {
    this.#status("busy", request);
    await this.#answer(channel, request, handler);
    this.#status("idle", request);
    // Front ends show the last state they heard, whoever it was about, and servers stop kernels that look idle.
    if (this.#running !== undefined) this.#status("busy", this.#running);
  }

  async #answer(
    channel: RequestChannel,
    request: Message,
    handler: Handler,
  ): Promise<void> {
    try {
      const reply = await handler.handle(request, this);
      if (reply) this.#reply(channel, request, handler, reply);
    } catch (cause) {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      this.log.warn(`${request.header.msg_type} failed: ${error.message}`);
      // A mistake of the client needs no stack; one of ours does, and here is the only place that sees it.
      if (!(error instanceof ContentError)) this.log.debug(error.stack ?? "");
      const content = {
        status: "error",
        ename: error.name,
        evalue: error.message,
        traceback: [],
      };
      this.#reply(channel, request, handler, { content });
    }
  }

  #reply(
    channel: RequestChannel,
    request: Message,
    handler: Handler,
    { content, metadata }: Reply,
  ): void {
    if (handler.reply === undefined) return;
    this.#channels.send(
      channel,
      this.#session.answer(handler.reply, content, request, { metadata }),
    );
    this.#resolveGreeted();
  }

  #status(execution_state: Status["execution_state"], request: Message): void {
    this.publish("status", { execution_state } satisfies Status, request);
  }

  #receiveInput(message: Message): void {
    try {
      const asked =
        message.header.msg_type === "input_reply" && this.inputs.reply(message);
      if (!asked)
        this.log.debug(
          `stdin: nobody waits for this ${message.header.msg_type}`,
        );
    } catch (error) {
      this.log.warn(`stdin: ${(error as Error).message}`);
    }
  }

  #ignore(channel: RequestChannel, request: Message): void {
    const type = request.header.msg_type;
    const line = `${channel}: this kernel has no answer to ${type}`;
    // Front ends ask again and again, e.g. for the memory in use; one line is enough to know.
    if (this.#unknownTypes.has(type)) this.log.debug(line);
    else this.log.warn(line);
    this.#unknownTypes.add(type);
    this.#status("busy", request);
    this.#status("idle", request);
  }

  #markAborted(): void {
    for (const waiting of this.#queue)
      waiting.aborted ||= waiting.handler.reply === "execute_reply";
  }
}
