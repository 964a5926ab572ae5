import type { Broadcast } from "../interpreter/comm-event.ts";
import type { OutputHandler } from "../interpreter/interpreter.ts";
import type { Display } from "../mime-bundle.ts";
import {
  toDisplayData,
  type DisplayData,
  type Stream,
} from "../protocol/display.ts";
import type { ExecuteRequest } from "../protocol/execute.ts";
import type { Message } from "../protocol/header.ts";
import type { KernelServices } from "./handler.ts";

/**
 * How long text waits for more of its kind. One message per line takes 13 s for 100,000 lines, joined ones 0.2 s. Of a
 * display's updates a hundred a second are sent.
 */
const JOIN_MS = 10;

/** Text that is sent without waiting: half a second of a front end's time is no longer "live". */
const JOINED_LENGTH = 128 * 1024;

/** What one cell may print. A front end holds it all, and saves it into the notebook. */
const MOST_LENGTH = 64 * 1024 * 1024;

const CUT_OFF =
  "\nThe output of this cell is cut off here, after 64 million characters. The cell itself runs on.\n";

type Joinable =
  | { type: "stream"; content: Stream }
  | { type: "update_display_data"; content: DisplayData };

type OutputOptions = Pick<ExecuteRequest, "silent" | "allow_stdin">;

/**
 * Turns the output of one cell into iopub messages under the header of the request that ran it, also after the cell
 * has ended. Text of one stream is joined, and of several updates of one display the last is sent; everything else goes
 * at once, after what came before it. A silent cell shows nothing.
 */
export class CellOutput implements OutputHandler {
  readonly #request: Message;
  readonly #kernel: KernelServices;
  readonly #options: OutputOptions;
  #pending: Joinable[] = [];
  #pendingLength = 0;
  #length = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    request: Message,
    kernel: KernelServices,
    options: OutputOptions,
  ) {
    this.#request = request;
    this.#kernel = kernel;
    this.#options = options;
  }

  stream(name: "stdout" | "stderr", text: string): void {
    if (text === "" || this.#length > MOST_LENGTH) return;
    this.#length += text.length;
    this.#join(name, text);
    if (this.#length > MOST_LENGTH) this.#join("stderr", CUT_OFF);
  }

  #join(name: "stdout" | "stderr", text: string): void {
    const last = this.#pending.findLast((item) => item.type === "stream");
    if (last?.content.name === name) last.content.text += text;
    else this.#pending.push({ type: "stream", content: { name, text } });
    this.#pendingLength += text.length;
    this.#flushSoon();
  }

  display(display: Display, displayId?: string): void {
    this.#publishNow("display_data", toDisplayData(display, displayId));
  }

  updateDisplay(display: Display, displayId: string): void {
    const content = toDisplayData(display, displayId);
    const older = this.#pending.find(
      (item) =>
        item.type === "update_display_data" &&
        item.content.transient.display_id === displayId,
    );
    // An update changes a place that is there already: it may take the turn of an older update of that place.
    if (older) older.content = content;
    else this.#pending.push({ type: "update_display_data", content });
    this.#flushSoon();
  }

  clearOutput(wait: boolean): void {
    this.#publishNow("clear_output", { wait });
  }

  broadcast({ type, content, metadata, buffers }: Broadcast): void {
    this.flush();
    if (!this.#options.silent || type.startsWith("comm_"))
      this.#kernel.publish(type, content, this.#request, { metadata, buffers });
  }

  input(prompt: string, password: boolean): Promise<string> {
    this.flush();
    return this.#kernel.inputs.ask(
      this.#request,
      { prompt, password },
      this.#options.allow_stdin,
    );
  }

  /** For a producer that can slow down: resolves once this cell's output is on its way. */
  async drained(): Promise<void> {
    this.flush();
    await this.#kernel.published();
  }

  /** Sends what waits to be joined. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const pending = this.#pending;
    this.#pending = [];
    this.#pendingLength = 0;
    for (const { type, content } of pending) this.#publish(type, content);
  }

  #publishNow(type: string, content: object): void {
    this.flush();
    this.#publish(type, content);
  }

  #publish(type: string, content: object): void {
    if (!this.#options.silent)
      this.#kernel.publish(type, content, this.#request);
  }

  #flushSoon(): void {
    if (this.#pendingLength >= JOINED_LENGTH) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), JOIN_MS);
  }
}
