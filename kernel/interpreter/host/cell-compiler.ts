import { join } from "node:path";
import { commit } from "../cell/commit.ts";
import type { CompiledCell } from "../cell/compiled-cell.ts";
import { Names } from "../cell/names.ts";
import type { Outcome } from "../interpreter.ts";
import { sourceFrame } from "../source-frame.ts";
import type { CellReader, Mistake } from "../reading/cell-reader.ts";
import type { Expression } from "../wire/messages.ts";

/** Compiles one cell after the other, each with the names of those before it, and keeps their sources for errors. */
export class CellCompiler {
  names = new Names();
  readonly #sources = new Map<string, string>();

  /** Changes with the names. */
  #revision = 0;
  /** The last cell that is the same when it is run again. */
  #last?: { code: string; revision: number; cell: CompiledCell };

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

  /**
   * @param modules URLs of modules that the cell knows by other names
   * @returns with an error when it is no TypeScript
   */
  async compile(
    code: string,
    label: string,
    modules?: Record<string, string>,
  ): Promise<CompiledCell | { error: Outcome }> {
    this.#sources.set(label, code);
    const { names } = this;
    const directory = this.#directory;
    const revision = this.#revision;
    const last = this.#last;
    if (last?.code === code && last.revision === revision)
      return { ...last.cell, file: join(directory, label) };
    const request = { code, directory, label, names: names.state, modules };
    const compiled = await this.#reader.compile(request);
    if ("mistake" in compiled)
      return { error: syntaxError(code, label, compiled.mistake) };
    // Not of the runtime that was there when it was asked for.
    if (names === this.names) names.counts = compiled.counts;
    const { cell } = compiled;
    if (isRepeatable(cell)) this.#last = { code, revision, cell };
    return cell;
  }

  /** User expressions, by their names. */
  async compileAll(expressions: Record<string, string>): Promise<Expression[]> {
    const all: Expression[] = [];
    for (const [name, code] of Object.entries(expressions)) {
      const compiled = await this.compile(code, `expression ${name}`);
      all.push({ name, compiled });
    }
    return all;
  }

  /** A cell as it would run now; undefined when it does not compile. */
  async preview(code: string): Promise<CompiledCell | undefined> {
    const request = { code, directory: this.#directory, label: "preview" };
    const names = this.names.state;
    const compiled = await this.#reader.compile({ ...request, names });
    return "mistake" in compiled ? undefined : compiled.cell;
  }

  /** A cell begins to run: from now on its variables are declared. */
  declare({ fresh }: CompiledCell): void {
    if (fresh.length > 0) this.#revision++;
    for (const name of fresh) this.names.declared.add(name);
  }

  /** @param missed names of a cell that failed before it declared them */
  commit(cell: CompiledCell, missed: string[]): void {
    if (cell.declarations.length > 0) this.#revision++;
    commit(cell, this.names, missed);
  }

  /** The runtime has ended, and all variables with it. @returns their names */
  forget(): string[] {
    const { declared, imports } = this.names;
    this.names = new Names();
    this.#revision++;
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

/** Whether compiling it again would give the same: nothing in it is numbered, and no settings of the folder come in. */
const isRepeatable = ({
  fresh,
  imports,
  functions,
  declarations,
  maps,
}: CompiledCell) =>
  !fresh.length &&
  !imports.length &&
  !functions.length &&
  !declarations.length &&
  maps.types === undefined;

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
