import type { Debugger, Runtime } from "node:inspector";
import type { Names } from "../cell/names.ts";
import type { CellReader } from "../reading/cell-reader.ts";
import { DebugError, type SourceBreakpoint } from "../debug-adapter.ts";
import { localNames } from "./frame-scopes.ts";
import { toLine } from "./remote-values.ts";
import type { V8Debugger } from "./v8-debugger.ts";
import type { Variables } from "./variables.ts";

interface Parts {
  reader: CellReader;
  names: () => Names;
}

/** Where an expression is evaluated: in a call that has stopped, or among the notebook's variables. */
export interface Place {
  v8: V8Debugger;
  frame?: Debugger.CallFrame;
  variables: Variables;
}

/** Evaluates what a person types, in TypeScript, with the names of the place. */
export class Evaluation {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** @throws DebugError with what the expression threw, or why it cannot be read */
  async evaluate(
    code: string,
    { v8, frame, variables }: Place,
    quiet = false,
  ): Promise<Runtime.RemoteObject> {
    const locals = frame ? await localNames(frame, variables) : [];
    const expression = await this.compile(code, locals);
    const asked = {
      expression,
      objectGroup: variables.useGroup(),
      generatePreview: true,
      silent: true,
      // What is shown under the mouse must not change anything.
      throwOnSideEffect: quiet || undefined,
    };
    const { result, exceptionDetails } = await (frame
      ? v8.ask("Debugger.evaluateOnCallFrame", {
          callFrameId: frame.callFrameId,
          ...asked,
        })
      : v8.ask("Runtime.evaluate", asked));
    if (exceptionDetails) throw new DebugError(reasonOf(exceptionDetails));
    return result;
  }

  /** @param locals names around the place, which hide those of cells */
  async compile(code: string, locals: string[] = []): Promise<string> {
    const compiled = await this.#parts.reader.expression({
      code,
      locals,
      names: this.#parts.names().state,
    });
    if ("mistake" in compiled)
      throw new DebugError(`SyntaxError: ${compiled.mistake.message}`);
    return compiled.code;
  }

  /** What V8 evaluates at a breakpoint, to know whether to stop: a log message prints, and does not. */
  async toCondition({
    condition,
    logMessage,
  }: SourceBreakpoint): Promise<string | undefined> {
    const when = condition?.trim() ? await this.compile(condition) : undefined;
    if (!logMessage) return when;
    const log = `(() => { try { console.log(${await this.#toFormat(logMessage)}); } catch (error) { console.error(String(error)); } return false; })()`;
    return when === undefined ? log : `(${when}) && ${log}`;
  }

  /** `at {x}` as what console.log takes. https://microsoft.github.io/debug-adapter-protocol/specification#Types_SourceBreakpoint */
  async #toFormat(message: string): Promise<string> {
    const values: string[] = [];
    let format = "";
    for (const part of message.split(/(\{[^{}]+\})/)) {
      const isValue = part.startsWith("{") && part.endsWith("}");
      if (isValue) values.push(`(${await this.compile(part.slice(1, -1))})`);
      format += isValue ? "%s" : part.replaceAll("%", "%%");
    }
    return [JSON.stringify(format), ...values].join(", ");
  }
}

function reasonOf({ exception, text }: Runtime.ExceptionDetails): string {
  if (!exception) return text;
  const { description } = exception;
  // An error's own stack is of the place that evaluates.
  return exception.subtype === "error" && description
    ? description.split("\n", 1)[0]!
    : toLine(exception);
}
