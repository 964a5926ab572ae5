import { setImmediate as nextTurn } from "node:timers/promises";
import type { Channels, Dropped, RequestChannel } from "./channels/channels.ts";
import type { KernelServices, Reply } from "./services/handler.ts";
import { handlerOf } from "./handlers/index.ts";
import { HostComms } from "./services/host-comms.ts";
import { Inputs } from "./services/inputs.ts";
import { SessionHistory } from "./services/session-history.ts";
import { SubshellError, Subshells } from "./services/subshells.ts";
import { IdleMemory } from "./idle-memory.ts";
import type { Interpreter } from "../interpreter/interpreter.ts";
import type { Log } from "./log.ts";
import type { Connection } from "./protocol/connection-file.ts";
import type { ErrorOutput, Status, Stream } from "./protocol/display.ts";
import { ContentError } from "./protocol/fields.ts";
import type { Message } from "./protocol/header.ts";
import { Session, type Extras } from "./protocol/session.ts";
import { RequestQueue, type Waiting } from "./services/request-queue.ts";

export interface KernelParts {
  channels: Channels;
  interpreter: Interpreter;
  connection: Pick<Connection, "ports">;
  log: Log;
  /** Cells of all sessions; by default a kernel knows its own only. */
  history?: SessionHistory;
}

/**
 * For each message: busy, its handler, the reply, idle.
 *
 *     shell, control ---> execute, comm_*    one after the other, through the queue of their subshell or of control;
 *                    |                       messages of comms that are open pass the cells
 *                    \--> everything else    at once, also while a cell runs
 */
export class Kernel implements KernelServices {
  readonly interpreter: Interpreter;
  readonly connection: Pick<Connection, "ports">;
  readonly history: SessionHistory;
  readonly inputs: Inputs;
  readonly hostComms = new HostComms();
  readonly log: Log;
  executionCount = 0;
  /** Resolves when a front end or `stop` has asked for the end, and was answered. */
  readonly stopped: Promise<{ restart: boolean }>;
  /** Resolves when a front end is there and has its first answer: what can wait may begin. */
  readonly greeted: Promise<void>;

  readonly #channels: Channels;
  readonly #session = new Session();
  readonly #memory = new IdleMemory();
  readonly #unknownTypes = new Set<string>();
  /** Requests whose output waits no longer for front ends that are slow: the person has stopped them. */
  readonly #hurried = new Set<string>();
  readonly #main = this.#openQueue();
  readonly #control = this.#openQueue();
  readonly subshells = new Subshells(() => this.#openQueue());
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
    this.#channels.listen({
      message: (channel, message) => this.#receive(channel, message),
      subscribed: (topic) =>
        this.#channels.welcome(this.#session.welcome(topic)),
    });
    this.#channels.publish(
      this.#session.broadcast(
        "status",
        { execution_state: "starting" } satisfies Status,
        {},
      ),
    );
  }

  /** Ends the kernel; when a request asked for it, after its reply. */
  stop(restart: boolean): void {
    if (this.#state !== "running") return;
    this.#restart = restart;
    this.#state = "stopping";
    for (const queue of this.#queues()) queue.clear();
    // A request that asked for the end is being answered in this turn of the event loop.
    void nextTurn().then(() => this.#finish());
  }

  publish(
    msgType: string,
    content: object,
    parent: Message,
    extras: Extras = {},
  ): number {
    const message = this.#session.broadcast(
      msgType,
      content,
      parent.header,
      extras,
    );
    const of = parent.header.msg_id;
    const characters = charactersOf(msgType, content);
    return characters === undefined
      ? this.#channels.publish(message)
      : this.#channels.publish(message, {
          output: { of, characters },
          urgent: this.#hurried.has(of),
        });
  }

  dropOutput(request: Message, keptBytes: number): Dropped {
    const { msg_id } = request.header;
    this.#hurried.add(msg_id);
    return this.#channels.dropOutput(msg_id, keptBytes);
  }

  published(): Promise<void> {
    return this.#channels.drained();
  }

  async abortQueue(failed?: Message): Promise<void> {
    // What is kept of a request has its header.
    const isIts = ({ running }: RequestQueue) =>
      running?.request.header === failed?.header;
    const queues = this.#queues().filter((queue) => !failed || isIts(queue));
    for (const queue of queues) queue.abort();
    // Requests that a front end sent together with these may still be on their way through the socket.
    await nextTurn();
    for (const queue of queues) queue.abort();
  }

  #finish(): void {
    if (this.#state !== "stopping") return;
    this.#state = "stopped";
    this.#resolveStopped({ restart: this.#restart });
  }

  #receive(channel: RequestChannel, request: Message): void {
    if (this.#state !== "running") return;
    if (channel === "stdin") return this.#receiveInput(request);
    const handler = handlerOf(request, this.hostComms);
    if (!handler) return this.#ignore(channel, request);
    const waiting = { channel, request, handler, aborted: false };
    if (handler.when === "at-once") return void this.#answerAtOnce(waiting);
    try {
      const queue = this.#queueFor(waiting);
      if (this.#overtakes(waiting, queue)) void this.#answerAtOnce(waiting);
      else queue.push(waiting);
    } catch (error) {
      this.#refuse(waiting, error as SubshellError);
    }
  }

  /** @throws SubshellError when there is no such subshell */
  #queueFor({ channel, request }: Waiting): RequestQueue {
    const { subshell_id } = request.header;
    if (channel === "control") return this.#control;
    return subshell_id ? this.subshells.get(subshell_id) : this.#main;
  }

  /** A message of an open comm passes the cells, so that a cell can wait for what a person does, but no other comm message. */
  #overtakes({ request, handler }: Waiting, queue: RequestQueue): boolean {
    if (handler.when !== "beside-cells" || queue.holdsComms) return false;
    const { comm_id } = request.content as { comm_id?: unknown };
    return this.interpreter.comms.has(String(comm_id));
  }

  #openQueue(): RequestQueue {
    return new RequestQueue(
      (waiting) => this.#answerInTurn(waiting),
      (waiting) => this.#ended(waiting),
    );
  }

  #queues(): RequestQueue[] {
    return [this.#main, this.#control, ...this.subshells.all()];
  }

  async #answerInTurn(waiting: Waiting): Promise<void> {
    this.#status("busy", waiting.request);
    const aborted: Reply = { content: { status: "aborted" } };
    if (waiting.aborted) this.#reply(waiting, aborted);
    else await this.#answer(waiting);
  }

  #ended({ request }: Waiting): void {
    this.#hurried.delete(request.header.msg_id);
    this.#status("idle", request);
    this.#sayWhoIsBusy();
    this.#memory.answered();
  }

  /** Front ends show the last state they heard, whoever it was about, and servers stop kernels that look idle. */
  #sayWhoIsBusy(): void {
    for (const { running } of this.#queues())
      if (running) return this.#status("busy", running.request);
  }

  async #answerAtOnce(waiting: Waiting): Promise<void> {
    this.#status("busy", waiting.request);
    await this.#answer(waiting);
    this.#ended(waiting);
  }

  #refuse(waiting: Waiting, error: SubshellError): void {
    this.#status("busy", waiting.request);
    this.#replyWithError(waiting, error);
    this.#ended(waiting);
  }

  /** Where there is no reply, as for a comm message, the error is shown. */
  #replyWithError(waiting: Waiting, { name, message }: Error): void {
    const error = { ename: name, evalue: message, traceback: [] };
    if (waiting.handler.reply === undefined)
      this.publish("error", error satisfies ErrorOutput, waiting.request);
    else this.#reply(waiting, { content: { status: "error", ...error } });
  }

  async #answer(waiting: Waiting): Promise<void> {
    const { request, handler } = waiting;
    try {
      if (request.fault) throw request.fault;
      const reply = await handler.handle(request, this);
      if (reply) this.#reply(waiting, reply);
    } catch (cause) {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      this.log.warn(`${request.header.msg_type} failed: ${error.message}`);
      // A mistake of the client needs no stack; one of ours does, and here is the only place that sees it.
      const isTheirs = error === request.fault || error instanceof ContentError;
      if (!isTheirs) this.log.debug(error.stack ?? "");
      this.#replyWithError(waiting, error);
    }
  }

  #reply(
    { channel, request, handler }: Waiting,
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
}

/** Length of text, 0 for what is shown; undefined for a message that is no output and is never dropped. */
function charactersOf(msgType: string, content: object): number | undefined {
  if (msgType === "stream") return (content as Stream).text.length;
  return ["display_data", "update_display_data", "execute_result"].includes(
    msgType,
  )
    ? 0
    : undefined;
}
