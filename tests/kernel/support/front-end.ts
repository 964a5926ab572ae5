import { MemoryChannels } from "../../../kernel/server/channels/memory.ts";
import type { RequestChannel } from "../../../kernel/server/channels/channels.ts";
import { Kernel } from "../../../kernel/server/kernel.ts";
import type { Interpreter } from "../../../kernel/interpreter/interpreter.ts";
import type { Message } from "../../../kernel/server/protocol/header.ts";
import { Session } from "../../../kernel/server/protocol/session.ts";
import { FakeInterpreter } from "./fake-interpreter.ts";
import { ListLog } from "./log.ts";

/** A kernel on channels in memory, and the front end that talks to it. */
export class FrontEnd<I extends Interpreter = FakeInterpreter> {
  readonly channels = new MemoryChannels();
  readonly log = new ListLog();
  readonly kernel: Kernel;
  readonly #session = new Session();

  constructor(readonly interpreter: I) {
    const ports = { shell: 1, control: 2, iopub: 3, stdin: 4, hb: 5 };
    this.kernel = new Kernel({
      channels: this.channels,
      interpreter,
      connection: { ports },
      log: this.log,
    });
    this.kernel.start();
  }

  /** Sends a request and doesn't wait. @returns its id */
  send(
    msgType: string,
    content: object = {},
    channel: RequestChannel = "shell",
    metadata: object = {},
  ): string {
    const message = this.#session.broadcast(msgType, content, {}, { metadata });
    this.channels.deliver(channel, message);
    return message.header.msg_id;
  }

  execute(code: string, options: object = {}): string {
    return this.send("execute_request", { code, ...options });
  }

  /** Resolves with the reply to request `id`. */
  async reply(id: string): Promise<Message<Record<string, unknown>>> {
    const isReply = ({ message }: { message: Message }) =>
      message.parent_header.msg_id === id &&
      message.header.msg_type.endsWith("_reply");
    return this.channels.until(
      () =>
        this.channels.sent.find(isReply)?.message as
          Message<Record<string, unknown>> | undefined,
    );
  }

  /** Resolves with what was published about request `id`, once it is idle. */
  async published(id: string): Promise<Message<Record<string, unknown>>[]> {
    const about = () =>
      this.channels.published.filter(
        (message) => message.parent_header.msg_id === id,
      );
    await this.channels.until(() =>
      about().find((message) => isStatus(message, "idle")),
    );
    return about() as Message<Record<string, unknown>>[];
  }

  /** The same, in short: message types, with the state for status. */
  async story(id: string): Promise<string[]> {
    const messages = await this.published(id);
    return messages.map(({ header, content }) =>
      header.msg_type === "status"
        ? String(content["execution_state"])
        : header.msg_type,
    );
  }

  async request(
    msgType: string,
    content: object = {},
    channel: RequestChannel = "shell",
  ) {
    return (await this.reply(this.send(msgType, content, channel))).content;
  }
}

export function frontEnd(scripts: FakeInterpreter["scripts"] = {}): FrontEnd {
  return new FrontEnd(new FakeInterpreter(scripts));
}

function isStatus(message: Message, state: string): boolean {
  return (
    message.header.msg_type === "status" &&
    (message.content as { execution_state?: string }).execution_state === state
  );
}
