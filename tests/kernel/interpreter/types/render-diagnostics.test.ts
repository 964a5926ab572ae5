import { expect, test } from "vitest";
import type { Diagnostic } from "../../../../kernel/interpreter/types/diagnostics.ts";
import { renderDiagnostics } from "../../../../kernel/interpreter/types/render-diagnostics.ts";

const diagnostic: Diagnostic = {
  code: "TS2322",
  message: "Type 'string' is not assignable to type 'number'.",
  severity: "error",
  line: 2,
  column: 6,
  length: 1,
  related: [],
};

test("shows place, code, source line and caret", () => {
  const code = "\nconst x: number = 'a';";
  expect(renderDiagnostics(code, [diagnostic], 3)).toEqual([
    "cell [3]:2:7 - error TS2322: Type 'string' is not assignable to type 'number'.",
    "2 | const x: number = 'a';",
    "  |       ^",
  ]);
});

test("marks every character of a longer place, and keeps tabs before it", () => {
  const code = "\n\t\tbad()";
  const lines = renderDiagnostics(code, [
    { ...diagnostic, column: 2, length: 3, severity: "warning" },
  ]);
  expect(lines.slice(0, 3)).toEqual([
    "cell [ ]:2:3 - warning TS2322: Type 'string' is not assignable to type 'number'.",
    "2 | \t\tbad()",
    "  | \t\t^^^",
  ]);
});

test("sets several apart, keeps the lines of a message and adds what is related", () => {
  const related = [
    { message: "'a' is declared here.", line: 1 },
    { message: "The expected type comes from 'b'." },
  ];
  const lines = renderDiagnostics("const a = 1\na = 2", [
    { ...diagnostic, column: 0, message: "One.\n  Because.", related },
    { ...diagnostic, column: 0 },
  ]);
  expect(lines).toEqual([
    "cell [ ]:2:1 - error TS2322: One.",
    "  Because.",
    "2 | a = 2",
    "  | ^",
    "  line 1: 'a' is declared here.",
    "  The expected type comes from 'b'.",
    "",
    expect.stringContaining("TS2322"),
    "2 | a = 2",
    "  | ^",
  ]);
});
