import type { Output } from "../format/notebook.ts";
import type { OutputHandler } from "../../interpreter/interpreter.ts";
import type { Display } from "../../display/mime-bundle.ts";

/** Takes a cell's output into the list that a notebook stores, up to a limit. */
export class CollectedOutputs implements OutputHandler {
  readonly outputs: Output[] = [];
  #sizeBytes = 0;
  #clearNext = false;
  readonly #places = new Map<string, Output[]>();

  readonly #limitBytes: number;
  readonly #onFull: () => void;

  /** @param onFull called once, when more than `limitBytes` came; the rest is dropped */
  constructor(limitBytes: number, onFull: () => void) {
    this.#limitBytes = limitBytes;
    this.#onFull = onFull;
  }

  stream(name: "stdout" | "stderr", text: string): void {
    if (!this.#admit(text.length)) return;
    const last = this.outputs.at(-1);
    if (last?.output_type === "stream" && last.name === name) last.text += text;
    else this.outputs.push({ output_type: "stream", name, text });
  }

  display(shown: Display, displayId?: string): void {
    const display = pick(shown);
    if (!this.#admit(JSON.stringify(display).length)) return;
    const output: Output = { output_type: "display_data", ...display };
    this.outputs.push(output);
    if (displayId === undefined) return;
    this.#places.set(displayId, [
      ...(this.#places.get(displayId) ?? []),
      output,
    ]);
  }

  updateDisplay(display: Display, displayId: string): void {
    for (const output of this.#places.get(displayId) ?? [])
      Object.assign(output, pick(display));
  }

  result(shown: Display, executionCount: number): void {
    const display = pick(shown);
    if (!this.#admit(JSON.stringify(display).length)) return;
    this.outputs.push({
      output_type: "execute_result",
      execution_count: executionCount,
      ...display,
    });
  }

  error(ename: string, evalue: string, traceback: string[]): void {
    this.outputs.push({ output_type: "error", ename, evalue, traceback });
  }

  clearOutput(wait: boolean): void {
    if (wait) this.#clearNext = true;
    else this.#clear();
  }

  /** What a check came to stays: it may be the answer, or a timer it left behind, that clears. */
  #clear(): void {
    const kept = this.outputs.filter(isVerdict);
    this.outputs.splice(0, this.outputs.length, ...kept);
  }

  /** No front end listens. */
  broadcast(): void {}

  input(): Promise<string> {
    return Promise.reject(
      new Error("no one is there to answer: the notebook is run unattended"),
    );
  }

  #admit(sizeBytes: number): boolean {
    if (this.#clearNext) this.#clear();
    this.#clearNext = false;
    const before = this.#sizeBytes;
    this.#sizeBytes += sizeBytes;
    if (this.#sizeBytes <= this.#limitBytes) return true;
    if (before <= this.#limitBytes) this.#onFull();
    return false;
  }
}

const isVerdict = (output: Output): boolean =>
  ["error", "execute_result"].includes(output.output_type) ||
  (output.output_type === "stream" && output.name === "stderr");

/** Whatever else a program has put beside it: an output's type is ours to say. */
const pick = ({ data = {}, metadata = {} }: Display): Display => ({
  data,
  metadata,
});
