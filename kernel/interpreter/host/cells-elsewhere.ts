import type { Cell, Outcome, OutputHandler } from "../interpreter.ts";
import type { CellCompiler } from "./cell-compiler.ts";
import type { CellOutputs } from "./cell-outputs.ts";
import type { CellTypes } from "./cell-types.ts";

/** For whoever runs some of a notebook's cells in another process: names and types as if they ran here. */
export class CellsElsewhere {
  readonly #compiler: CellCompiler;
  readonly #types: CellTypes;
  readonly #outputs: CellOutputs;

  constructor(compiler: CellCompiler, types: CellTypes, outputs: CellOutputs) {
    this.#compiler = compiler;
    this.#types = types;
    this.#outputs = outputs;
  }

  /** The names that the cells that ran here have declared so far. */
  get names(): string[] {
    const { declared, imports } = this.#compiler.names;
    return [...declared, ...imports.keys()];
  }

  /** The names that a cell would declare; none for what is no TypeScript. */
  async namesIn(code: string): Promise<string[]> {
    const compiled = await this.#compiler.compile(code, "a cell to come");
    if ("error" in compiled) return [];
    return compiled.declarations.map(({ name }) => name);
  }

  /**
   * Checks the types of a cell that is to run elsewhere, with the names of those that ran here.
   * @returns the number to `adopt` it with, and the error that keeps it from running
   */
  async review(
    cell: Cell,
    output: OutputHandler,
  ): Promise<{ id: number; error?: Outcome }> {
    const id = this.#outputs.addCell(output);
    return { id, error: await this.#types.check({ ...cell, id }, output) };
  }

  /** It has run: what it declared is known to the types of the cells that follow here. */
  adopt(id: number, { code, executionCount }: Cell, failed: boolean): void {
    void this.#types.commit({ id, code, executionCount }, [], failed);
  }
}
