import type { Outcome, OutputHandler } from "./interpreter.ts";
import {
  typesDirective,
  type TypesMode,
} from "./language-service/directives.ts";
import type { LanguageService } from "./language-service/language-service.ts";
import { renderDiagnostics } from "./language-service/render-diagnostics.ts";

const unchecked =
  "Types are not checked for now: TypeScript's server is missing, starting again or too slow. The cell runs.\n";

/** Decides what type errors mean for a cell: `%types` for the notebook, `// @ts-nocheck` for one cell. */
export class TypeCheck {
  #mode: TypesMode = "error";
  #saidUnchecked = false;

  constructor(private readonly service: LanguageService) {}

  /** The error that keeps the cell from running, or undefined. Warnings and notices go to the cell's stderr. */
  async check(
    cell: { id: number; executionCount: number; code: string },
    output: OutputHandler,
  ): Promise<Outcome | undefined> {
    const directive = typesDirective(cell.code);
    if (directive.problem) output.stream("stderr", `${directive.problem}\n`);
    this.#mode = directive.notebook ?? this.#mode;
    const mode = directive.cell ?? this.#mode;
    if (mode === "off") return undefined;
    const diagnostics = await this.service.check(cell);
    if (diagnostics === "unavailable") {
      if (!this.#saidUnchecked) output.stream("stderr", unchecked);
      this.#saidUnchecked = true;
      return undefined;
    }
    this.#saidUnchecked = false;
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    if (!errors.length) return undefined;
    const lines = renderDiagnostics(cell.code, errors, cell.executionCount);
    if (mode === "warn") {
      output.stream("stderr", `${lines.join("\n")}\n`);
      return undefined;
    }
    const [first] = errors;
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
    return {
      status: "error",
      name: "TypeCheckError",
      message: `${first!.code}: ${first!.message.split("\n")[0]}${more}`,
      traceback: lines,
    };
  }
}
