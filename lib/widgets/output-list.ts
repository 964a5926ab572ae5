/** One output as a notebook file has it. */
export type Output =
  | { output_type: "stream"; name: "stdout" | "stderr"; text: string }
  | {
      output_type: "display_data";
      data: Record<string, unknown>;
      metadata: Record<string, unknown>;
    }
  | {
      output_type: "error";
      ename: string;
      evalue: string;
      traceback: string[];
    };

/** So much text is kept, its end. A callback may print for days. */
const mostText = 100_000;
const mostOutputs = 200;

/** What work beside the cells has made, as a cell would hold it. */
export class OutputList {
  #outputs: Output[] = [];
  /** Displays that may be changed. */
  readonly #named = new Map<string, Output & { output_type: "display_data" }>();
  #clearFirst = false;

  get all(): readonly Output[] {
    return this.#outputs;
  }

  addText(name: "stdout" | "stderr", text: string): void {
    this.#clearIfAsked();
    const last = this.#outputs.at(-1);
    if (last?.output_type === "stream" && last.name === name)
      last.text = (last.text + text).slice(-mostText);
    else this.#add({ output_type: "stream", name, text });
  }

  addDisplay(
    data: Record<string, unknown>,
    metadata: Record<string, unknown>,
    displayId?: string,
  ): void {
    this.#clearIfAsked();
    const output = { output_type: "display_data", data, metadata } as const;
    if (displayId !== undefined) this.#named.set(displayId, output);
    this.#add(output);
  }

  /** @returns whether there is such a display */
  update(
    displayId: string,
    data: Record<string, unknown>,
    metadata: Record<string, unknown>,
  ): boolean {
    const output = this.#named.get(displayId);
    if (!output) return false;
    Object.assign(output, { data, metadata });
    return true;
  }

  addError(ename: string, evalue: string, traceback: string[]): void {
    this.#clearIfAsked();
    this.#add({ output_type: "error", ename, evalue, traceback });
  }

  /** @param wait clears only when the next output comes */
  clear(wait: boolean): void {
    this.#clearFirst = wait;
    if (!wait) this.#empty();
  }

  #clearIfAsked(): void {
    if (this.#clearFirst) this.#empty();
    this.#clearFirst = false;
  }

  #empty(): void {
    this.#outputs = [];
    this.#named.clear();
  }

  #add(output: Output): void {
    this.#outputs.push(output);
    if (this.#outputs.length > mostOutputs) this.#outputs.shift();
  }
}
