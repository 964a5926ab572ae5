import type { Outcome, OutputHandler } from "../interpreter.ts";
import { typesDirective, type TypesMode } from "../reading/directives.ts";
import type { Unavailable } from "../types/checked-cell.ts";
import type { LanguageService } from "../types/language-service.ts";
import type { Diagnostic } from "../types/diagnostics.ts";
import {
  renderDiagnostics,
  summarizeWarnings,
} from "../types/render-diagnostics.ts";
import type { LostNames } from "./lost-names.ts";

/** TypeScript's words for a name that nothing declares. */
const unknownName =
  /^(?:Cannot find (?:name|namespace)|No value exists in scope for the shorthand property) '(.+?)'/;

/** Decides what type errors mean for a cell: `%types` for the notebook, `// @ts-nocheck` for one cell. */
export class TypeCheck {
  #mode: TypesMode = "error";
  /** Why cells run unchecked, as it was said last. */
  #said: string | undefined;

  readonly #service: LanguageService;
  readonly #lost: LostNames;

  constructor(service: LanguageService, lost: LostNames) {
    this.#service = service;
    this.#lost = lost;
  }

  /** What cells that ran have set for the notebook. */
  get mode(): TypesMode {
    return this.#mode;
  }

  /** The error that keeps the cell from running, or undefined. What else there is to say is shown below the cell. */
  async check(
    cell: { id: number; executionCount: number; code: string },
    output: OutputHandler,
  ): Promise<Outcome | undefined> {
    const directive = typesDirective(cell.code);
    if (directive.problem) output.stream("stderr", `${directive.problem}\n`);
    this.#mode = directive.notebook ?? this.#mode;
    const mode = directive.cell ?? this.#mode;
    if (mode === "off") return undefined;
    const diagnostics = await this.#service.check(cell);
    if ("unavailable" in diagnostics) {
      this.#sayUnchecked(diagnostics, output);
      return undefined;
    }
    this.#said = undefined;
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    if (!errors.length) {
      showWarnings(diagnostics, cell.executionCount, output);
      return undefined;
    }
    const lines = this.#render(errors, cell);
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

  #render(
    errors: Diagnostic[],
    { code, executionCount }: { code: string; executionCount: number },
  ): string[] {
    const unknown = errors.flatMap(
      ({ message }) => unknownName.exec(message)?.[1] ?? [],
    );
    const hint = this.#lost.hint(unknown);
    return [
      ...renderDiagnostics(code, errors, executionCount),
      ...(hint === undefined ? [] : [hint]),
    ];
  }

  /** Each cell that was too much says so; what holds for all is said once. Not on stderr, for which graders give no points. */
  #sayUnchecked(
    { unavailable, cellAlone }: Unavailable,
    output: OutputHandler,
  ): void {
    const line = cellAlone
      ? `The types of this cell are not checked: ${unavailable}. The cell runs, and the next one is checked.`
      : `Types are not checked for now: ${unavailable}. The cell runs unchecked.`;
    if (cellAlone || this.#said !== unavailable) showLine(line, output);
    this.#said = cellAlone ? undefined : unavailable;
  }
}

/** Not on stderr, which graders take for a failure of the cell. */
function showLine(line: string, output: OutputHandler): void {
  output.display({ data: { "text/plain": line }, metadata: {} });
}

function showWarnings(
  [first, ...others]: Diagnostic[],
  cell: number,
  output: OutputHandler,
): void {
  if (!first) return;
  showLine(summarizeWarnings([first, ...others], cell), output);
}
