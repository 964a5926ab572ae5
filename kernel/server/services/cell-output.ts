import { setTimeout as delay } from "node:timers/promises";
import type { Dropped } from "../channels/channels.ts";
import type { Broadcast } from "../../interpreter/comm-event.ts";
import type { OutputHandler } from "../../interpreter/interpreter.ts";
import type { Display } from "../../display/mime-bundle.ts";
import { toDisplayData } from "../protocol/display.ts";
import type { ExecuteRequest } from "../protocol/execute.ts";
import type { Message } from "../protocol/header.ts";
import type { KernelServices } from "./handler.ts";
import { RateLimit } from "./rate-limit.ts";
import { PendingOutput, type Joinable } from "./pending-output.ts";

/** So much text goes at once while the cell prints; its end sends the rest. */
const PART_LENGTH = 16 * 1024;

/** And so much once it has printed nothing for a while. */
const QUIET_PART_LENGTH = 1024 * 1024;
const QUIET_MS = 100;

/** How long the first text waits after a silence: somebody may look on, and a few lines come together. */
const FIRST_MS = 1;

/** What one cell may print. A front end holds it all, and saves it into the notebook. */
const MOST_LENGTH = 64 * 1024 * 1024;

const CUT_OFF =
  "\nThe output of this cell is cut off here, after 64 million characters. The cell itself runs on.\n";

/** What waits to be sent when the cell is stopped, up to here, is shown; nobody who pressed Stop waits for more. */
const KEPT_BYTES = 64 * 1024;

type OutputOptions = Pick<ExecuteRequest, "silent" | "allow_stdin"> & {
  cellId?: string | undefined;
};

/**
 * Turns the output of one cell into iopub messages under the header of the request that ran it, also after the cell
 * has ended. Text of one stream is joined, and of several updates of one display the last is sent; everything else goes
 * at once, after what came before it. A silent cell shows nothing.
 *
 * One message per line takes 13 s for 100,000 lines, joined ones 0.2 s. The more lines a page has, the longer text is
 * joined, so that a cell that prints without end is shown at its beginning, and the page is there when it is stopped. What
 * a cell prints before it ends by itself is held here at most until then.
 */
export class CellOutput implements OutputHandler {
  readonly #request: Message;
  readonly #kernel: KernelServices;
  readonly #options: OutputOptions;
  readonly #pace = new RateLimit();
  readonly #pending = new PendingOutput();
  #length = 0;
  #lastText = 0;
  #timer: NodeJS.Timeout | undefined;
  /** When something that was joined was sent last. */
  #sent = -Infinity;
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
    this.#lastText = performance.now();
    this.#pending.addText(name, text);
    if (this.#length > MOST_LENGTH) this.#pending.addText("stderr", CUT_OFF);
    this.#flushSoon();
  }

  /** Stop: drops what waits to be sent, and what the cell had made by then and comes now, until `resume`. */
  cut(): void {
    const kept = this.#pending.take(KEPT_BYTES);
    const held = this.#pending.dropText();
    for (const item of kept) this.#publishItem(item);
    this.flush();
    const waited = this.#kernel.dropOutput(this.#request, KEPT_BYTES);
    waited.characters += held;
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
    this.#pending.addText(
      "stderr",
      `\nStopped. What still waited to be shown is dropped: ${parts.join(" and ")}.\n`,
    );
    this.#flushSoon();
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
    const { cellId } = this.#options;
    const content = toDisplayData(display, displayId, cellId);
    this.#publishNow("display_data", content);
  }

  updateDisplay(display: Display, displayId: string): void {
    if (this.#drops()) return;
    const { cellId } = this.#options;
    this.#pending.addUpdate(toDisplayData(display, displayId, cellId));
    this.#flushSoon();
  }

  clearOutput(wait: boolean): void {
    this.#publishNow("clear_output", { wait });
    this.#pace.cleared();
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

  /** This cell has made more than front ends can have taken. */
  get isAhead(): boolean {
    return this.#pace.waitMs > 0;
  }

  /** Resolves once this cell's output is on its way. Of much text one part after the other: all at once is there thrice. */
  async drained(): Promise<void> {
    while (!this.#pending.isEmpty) {
      for (const item of this.#pending.take(QUIET_PART_LENGTH))
        this.#publishItem(item);
      await this.#kernel.published();
    }
    this.flush();
    await this.#kernel.published();
  }

  /** For a producer that can slow down: resolves once what was sent is on its way, and front ends can have taken it. */
  async caughtUp(): Promise<void> {
    await this.#kernel.published();
    if (this.isAhead) await delay(this.#pace.waitMs, undefined, { ref: false });
  }

  /** Sends what waits to be joined. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const item of this.#pending.takeAll()) this.#publishItem(item);
  }

  #flushPart(): void {
    this.#timer = undefined;
    const isQuiet = performance.now() - this.#lastText > QUIET_MS;
    const most = isQuiet ? QUIET_PART_LENGTH : PART_LENGTH;
    for (const item of this.#pending.take(most)) this.#publishItem(item);
    if (!this.#pending.isEmpty) this.#flushSoon();
  }

  #flushSoon(): void {
    if (this.#timer) return;
    const { joinMs } = this.#pace;
    const isFirst = performance.now() - this.#sent >= joinMs;
    const waitMs = isFirst ? FIRST_MS : joinMs;
    this.#timer = setTimeout(() => this.#flushPart(), waitMs);
  }

  #publishNow(type: string, content: object): void {
    this.flush();
    this.#publish(type, content);
  }

  #publishItem(item: Joinable): void {
    this.#sent = performance.now();
    const text = item.type === "stream" ? item.content.text : "";
    this.#publish(item.type, item.content, text);
  }

  #publish(type: string, content: object, text?: string): void {
    if (this.#options.silent) return;
    const bytes = this.#kernel.publish(type, content, this.#request);
    this.#pace.spend(bytes, text);
  }
}
