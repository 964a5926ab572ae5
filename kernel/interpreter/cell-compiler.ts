import { commit } from "./cell/commit.ts";
import type { CompiledCell } from "./cell/compiled-cell.ts";
import { Names } from "./cell/names.ts";
import { isOverflow, tooDeep } from "./cell/parse.ts";
import { CellSyntaxError } from "./cell/syntax-error.ts";
import type { Outcome } from "./interpreter.ts";
import { blankDirectives } from "./language-service/directives.ts";
import { sourceFrame } from "./source-frame.ts";

/** Compiles one cell after the other, each with the names of those before it, and keeps their sources for errors. */
export class CellCompiler {
  names = new Names();
  readonly #sources = new Map<string, string>();
  /** Loaded for the first cell and kept: an import that finds the module loaded still takes a tenth of a millisecond. */
  #transform: Promise<typeof import("./cell/transform.ts")> | undefined;

  /** @param directory the notebook's folder */
  constructor(private readonly directory: string) {}

  load(): Promise<typeof import("./cell/transform.ts")> {
    return (this.#transform ??= import("./cell/transform.ts"));
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
    const { transform } = await this.load();
    const { directory, names } = this;
    try {
      return transform(blankDirectives(code), { directory, label, names });
    } catch (caught) {
      const error = isOverflow(caught) ? tooDeep(code) : caught;
      if (!(error instanceof CellSyntaxError)) throw error;
      const place = sourceFrame(code, label, error.line, error.column + 1);
      return {
        error: {
          status: "error",
          name: error.name,
          message: error.message,
          traceback: [`${error.name}: ${error.message}`, ...place],
        },
      };
    }
  }

  /** A cell begins to run: from now on its variables are declared. */
  declare({ fresh }: CompiledCell): void {
    for (const name of fresh) this.names.declared.add(name);
  }

  /** @param missed names of a cell that failed before it declared them */
  async commit(cell: CompiledCell, missed: string[]): Promise<void> {
    commit(cell, this.names, missed);
  }

  /** The runtime has ended, and all variables with it. */
  forget(): void {
    this.names = new Names();
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
