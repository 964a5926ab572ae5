import type { Dropped } from "../channels/channels.ts";
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

/** So many times within that time text may change between stdout and stderr, and is shown in the order it was made. */
const MOST_SWITCHES = 100;

/** What one cell may print. A front end holds it all, and saves it into the notebook. */
const MOST_LENGTH = 64 * 1024 * 1024;

const CUT_OFF =
  "\nThe output of this cell is cut off here, after 64 million characters. The cell itself runs on.\n";

/** What waits to be sent when the cell is stopped, up to here, is shown; nobody who pressed Stop waits for more. */
const KEPT_BYTES = 64 * 1024;

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
  /** From Stop until the cell knows of it: what was dropped, and how much more is kept. */
  #cut: (Dropped & { left: number }) | undefined;

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
    const kept = this.#cut ? this.#keep(this.#cut, text) : text;
    if (kept === "" || this.#length > MOST_LENGTH) return;
    this.#add(name, kept);
  }

  #add(name: "stdout" | "stderr", text: string): void {
    this.#length += text.length;
    this.#join(name, text);
    if (this.#length > MOST_LENGTH) this.#join("stderr", CUT_OFF);
  }

  #join(name: "stdout" | "stderr", text: string): void {
    // Of a loop that writes to both streams in turn, each line would be a message: from some point on order is given up.
    const inOrder = this.#pending.length < MOST_SWITCHES;
    const last = this.#pending.findLast(
      (item) =>
        item.type === "stream" && (inOrder || item.content.name === name),
    ) as (Joinable & { type: "stream" }) | undefined;
    if (last?.content.name === name) last.content.text += text;
    else this.#pending.push({ type: "stream", content: { name, text } });
    this.#pendingLength += text.length;
    this.#flushSoon();
  }

  /** Stop: drops what waits to be sent, and what the cell had made by then and comes now, until `resume`. */
  cut(): void {
    this.flush();
    const waited = this.#kernel.dropOutput(this.#request, KEPT_BYTES);
    this.#cut ??= { characters: 0, displays: 0, left: KEPT_BYTES };
    this.#cut.characters += waited.characters;
    this.#cut.displays += waited.displays;
    if (waited.characters + waited.displays > 0) this.#cut.left = 0;
  }

  /** What comes from now on the cell made after it was stopped. */
  resume(): void {
    const cut = this.#cut;
    this.#cut = undefined;
    if (cut) this.#sayDropped(cut);
  }

  #sayDropped({ characters, displays }: Dropped): void {
    const parts = [
      ...(characters ? [`${characters.toLocaleString("en")} characters`] : []),
      ...(displays ? [`${displays.toLocaleString("en")} displays`] : []),
    ];
    if (parts.length === 0) return;
    this.#join(
      "stderr",
      `\nStopped. What still waited to be shown is dropped: ${parts.join(" and ")}.\n`,
    );
  }

  /** @returns what is kept of a text */
  #keep(cut: Dropped & { left: number }, text: string): string {
    const kept = text.slice(0, cut.left);
    cut.left -= kept.length;
    cut.characters += text.length - kept.length;
    return kept;
  }

  /** @returns whether one thing that is shown, not text, is dropped */
  #drops(): boolean {
    if (!this.#cut) return false;
    // What it weighs would have to be measured: some are kept.
    this.#cut.left -= KEPT_BYTES / 16;
    if (this.#cut.left >= 0) return false;
    this.#cut.displays++;
    return true;
  }

  display(display: Display, displayId?: string): void {
    if (this.#drops()) return;
    this.#publishNow("display_data", toDisplayData(display, displayId));
  }

  updateDisplay(display: Display, displayId: string): void {
    if (this.#drops()) return;
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
