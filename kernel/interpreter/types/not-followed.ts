import type { Diagnostic } from "./diagnostics.ts";
import { positionAt } from "./positions.ts";

/** Says of a cell with decorators that a tsconfig.json asks for more than the compiler does. */
export function noMetadata(
  code: string,
  decorator: RegExpExecArray,
): Diagnostic {
  const [text] = decorator;
  const offset = decorator.index + text.indexOf("@");
  const { line, character } = positionAt(code, offset);
  return {
    code: "tsconfig",
    message:
      "emitDecoratorMetadata of tsconfig.json is not followed: decorators find no design:type. " +
      "Give them the types as arguments, or compile the class with tsc and import it",
    severity: "warning",
    line: line + 1,
    column: character,
    length: 1,
    related: [],
  };
}
