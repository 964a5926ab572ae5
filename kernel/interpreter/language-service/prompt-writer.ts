import type { Writable } from "node:stream";
import {
  AbstractMessageWriter,
  type Message,
  type MessageWriter,
} from "vscode-jsonrpc/node";

/**
 * Writes messages at once, and those of one turn of the event loop in one piece. The library's own writer waits a turn
 * before each, and hands head and body over one by one: the cell behind the question waits as long.
 */
export class PromptWriter
  extends AbstractMessageWriter
  implements MessageWriter
{
  constructor(private readonly stream: Writable) {
    super();
  }

  async write(message: Message): Promise<void> {
    const body = JSON.stringify(message);
    const length = Buffer.byteLength(body);
    this.stream.cork();
    this.stream.write(`Content-Length: ${length}\r\n\r\n${body}`);
    process.nextTick(() => this.stream.uncork());
  }

  end(): void {}
}
