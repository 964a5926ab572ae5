import { commit } from "../cell/commit.ts";
import type { CompiledCell } from "../cell/compiled-cell.ts";
import { Names } from "../cell/names.ts";
import type { Outcome } from "../interpreter.ts";
import type { CellReader, Mistake } from "../reading/cell-reader.ts";
import { sourceFrame } from "./source-frame.ts";

/** Compiles one cell after the other, each with the names of those before it, and keeps their sources for errors. */
export class CellCompiler {
  names = new Names();
  readonly #sources = new Map<string, string>();

  readonly #directory: string;
  readonly #reader: CellReader;

  /** @param directory the notebook's folder */
  constructor(directory: string, reader: CellReader) {
    this.#directory = directory;
    this.#reader = reader;
  }

  /** `cell [3]`; a silent cell takes no number of its own, so the next with that number says which it is. */
  label(executionCount: number): string {
    const label = `cell [${executionCount}]`;
    if (!this.#sources.has(label)) return label;
    for (let again = 2; ; again++)
      if (!this.#sources.has(`${label} (${again})`))
        return `${label} (${again})`;
  }

  /** @returns with an error when it is no TypeScript */
  async compile(
    code: string,
    label: string,
  ): Promise<CompiledCell | { error: Outcome }> {
    this.#sources.set(label, code);
    const { names } = this;
    const directory = this.#directory;
    const request = { code, directory, label, names: names.state };
    const compiled = await this.#reader.compile(request);
    if ("mistake" in compiled)
      return { error: syntaxError(code, label, compiled.mistake) };
    // Not of the runtime that was there when it was asked for.
    if (names === this.names) names.counts = compiled.counts;
    return compiled.cell;
  }

  /** A cell begins to run: from now on its variables are declared. */
  declare({ fresh }: CompiledCell): void {
    for (const name of fresh) this.names.declared.add(name);
  }

  /** @param missed names of a cell that failed before it declared them */
  commit(cell: CompiledCell, missed: string[]): void {
    commit(cell, this.names, missed);
  }

  /** The runtime has ended, and all variables with it. @returns their names */
  forget(): string[] {
    const { declared, imports } = this.names;
    this.names = new Names();
    return [...declared, ...imports.keys()];
  }

  /** Adds the lines of the cell around the place where the error comes from. */
  addFrame(outcome: Outcome): Outcome {
    if (outcome.status !== "error") return outcome;
    const found = /\bat .*?(cell \[\d+\](?: \(\d+\))?):(\d+):(\d+)/.exec(
      outcome.traceback.join("\n"),
    );
    const source = found && this.#sources.get(found[1]!);
    if (!found || source === undefined || source === null) return outcome;
    const frame = sourceFrame(
      source,
      found[1]!,
      Number(found[2]),
      Number(found[3]),
    );
    return { ...outcome, traceback: [...outcome.traceback, ...frame] };
  }
}

function syntaxError(
  code: string,
  label: string,
  { message, line, column }: Mistake,
): Outcome {
  const place = sourceFrame(code, label, line, column + 1);
  return {
    status: "error",
    name: "SyntaxError",
    message,
    traceback: [`SyntaxError: ${message}`, ...place],
  };
}
