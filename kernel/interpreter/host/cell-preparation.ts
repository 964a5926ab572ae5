import { setImmediate as nextTurn } from "node:timers/promises";
import type { CompiledCell } from "../cell/compiled-cell.ts";
import { mayBeObject } from "../cell/may-be-object.ts";
import type { Cell, Outcome, OutputHandler } from "../interpreter.ts";
import type { CellReader } from "../reading/cell-reader.ts";
import type { CellCompiler } from "./cell-compiler.ts";
import type { CellMagics, CellMagicsOptions } from "./cell-magics.ts";
import type { CellModules, CellPackages } from "./cell-packages.ts";
import type { CellTypes } from "./cell-types.ts";

/** A cell that may run, or why it may not. */
export type Prepared =
  { cell: Cell; compiled: CompiledCell } | { error: Outcome };

/** All that is done with a cell before it runs: its packages are brought, its types checked, its text compiled. */
export class CellPreparation {
  readonly #reader: CellReader;
  readonly #magicsOptions: CellMagicsOptions;
  #magics?: CellMagics;
  readonly #packagesFolder: string | undefined;
  #packages?: CellPackages;
  readonly #types: CellTypes;
  readonly #compiler: CellCompiler;

  constructor(
    reader: CellReader,
    magics: CellMagicsOptions,
    packagesFolder: string | undefined,
    types: CellTypes,
    compiler: CellCompiler,
  ) {
    this.#reader = reader;
    this.#magicsOptions = magics;
    this.#packagesFolder = packagesFolder;
    this.#types = types;
    this.#compiler = compiler;
  }

  /**
   * @param id the cell's number among all that run
   * @param options.unchecked the names that it may use are not known yet
   * @param options.signal ends what it waits for
   */
  async prepare(
    id: number,
    asked: Cell,
    output: OutputHandler,
    {
      label,
      unchecked,
      signal,
    }: { label: string; unchecked(): boolean; signal: AbortSignal },
  ): Promise<Prepared> {
    const cell = mayBeObject(asked.code)
      ? { ...asked, code: await this.#asObject(asked.code) }
      : asked;
    const refused = /^[ \t]*%/m.test(cell.code)
      ? await this.#doMagics(cell.code, output, signal)
      : undefined;
    if (refused) return refused;
    const modules = cell.code.includes("npm:")
      ? await this.#bringPackages(cell.code, output, signal)
      : undefined;
    if (modules && "error" in modules) return modules;
    if (modules) await this.#types.know(modules.types);
    const checking = unchecked()
      ? undefined
      : this.#types.check({ ...cell, id }, output);
    // The thread reads for TypeScript's server first, which works on its question while the thread compiles.
    if (this.#types.exist) await nextTurn();
    const compiled = await this.#compiler.compile(
      cell.code,
      label,
      modules?.urls,
    );
    if ("error" in compiled) return compiled;
    const error = await checking;
    return error ? { error } : { cell, compiled };
  }

  /** Loaded for the first cell that may have some. */
  async #doMagics(
    code: string,
    output: OutputHandler,
    signal: AbortSignal,
  ): Promise<{ error: Outcome } | undefined> {
    const { CellMagics } = await import("./cell-magics.ts");
    this.#magics ??= new CellMagics(this.#magicsOptions);
    return this.#magics.prepare(code, output, signal);
  }

  /** Loaded for the first cell that may import some. */
  async #bringPackages(
    code: string,
    output: OutputHandler,
    signal: AbortSignal,
  ): Promise<CellModules | { error: Outcome } | undefined> {
    const { CellPackages } = await import("./cell-packages.ts");
    this.#packages ??= new CellPackages(this.#packagesFolder, this.#reader);
    return this.#packages.bring(code, output, signal);
  }

  /** What cannot be read at all says so when it is compiled. */
  #asObject(code: string): Promise<string> {
    return this.#reader.objectCell(code).catch(() => code);
  }
}
