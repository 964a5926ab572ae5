import type { OutputHandler } from "../interpreter.ts";
import type { RuntimeMessage } from "../wire/messages.ts";

/** A widget may send thousands of messages: the late output of those before goes to the newest cell. */
const mostMessages = 1000;

/** Numbers cells, and knows where the output of each goes, also long after it has ended. */
export class CellOutputs {
  readonly #handlers = new Map<number, OutputHandler>();
  readonly #messages = new Set<number>();
  /** Those that have been given something since it was last asked whether they are ahead. */
  readonly #used = new Set<OutputHandler>();
  #last = 0;

  /** The number given last: output that names no cell is its. */
  get last(): number {
    return this.#last;
  }

  /** @returns the number of a new cell */
  addCell(output: OutputHandler): number {
    this.#handlers.set(++this.#last, output);
    return this.#last;
  }

  /** A message to a comm has a number as cells have, and is forgotten after a thousand others. */
  addMessage(output: OutputHandler): number {
    const number = this.addCell(output);
    this.#messages.add(number);
    // A Set iterates in the order of insertion: the first one is the oldest.
    for (const oldest of this.#messages) {
      if (this.#messages.size <= mostMessages) break;
      this.#messages.delete(oldest);
      this.#handlers.delete(oldest);
    }
    return number;
  }

  /** Resolves once what cells have printed is on its way. */
  async drained(): Promise<void> {
    const outputs = [...this.#handlers.values()];
    await Promise.all(outputs.map((output) => output.drained?.()));
  }

  /** @param cell undefined for output that names none */
  of(cell: number | undefined): OutputHandler | undefined {
    const handler =
      this.#handlers.get(cell ?? this.#last) ?? this.#handlers.get(this.#last);
    if (handler) this.#used.add(handler);
    return handler;
  }

  show(message: RuntimeMessage & { type: "display" }): void {
    const { cell, display, displayId, update } = message;
    if (update) this.of(cell)?.updateDisplay(display, displayId ?? "");
    else this.of(cell)?.display(display, displayId);
  }

  /** Whether any of those that have been given something has more than it can pass on. */
  get isAnyAhead(): boolean {
    for (const handler of this.#used)
      if (!handler.isAhead) this.#used.delete(handler);
    return this.#used.size > 0;
  }

  /** Resolves when those that are ahead, and the newest, can take more. */
  async caughtUp(): Promise<void> {
    this.of(undefined);
    const waiting = [...this.#used];
    this.#used.clear();
    await Promise.all(waiting.map((handler) => handler.caughtUp?.()));
  }
}
