import { expect, test } from "vitest";
import {
  blankDirectives,
  typesDirective,
} from "../../../../kernel/interpreter/reading/directives.ts";

test.each([
  ["const x = 1", {}],
  ["%types off", { notebook: "off" }],
  ["  %types warn  // loud\nx", { notebook: "warn" }],
  ["%types off\n%types error", { notebook: "error" }],
  ["// @ts-nocheck\nx", { cell: "off" }],
  [
    "%types warn\n\n// why\n// @ts-nocheck\nx",
    { notebook: "warn", cell: "off" },
  ],
  ["x\n// @ts-nocheck", {}],
  ["a\n%typesafe", {}],
])("reads %j", (code, expected) => {
  expect(typesDirective(code)).toEqual(expected);
});

test("says what to write instead of an unknown setting", () => {
  expect(typesDirective("%types loud").problem).toMatch(
    /%types loud: .*Write %types error, %types warn or %types off/,
  );
});

test("blanks the line and leaves every other position as it was", () => {
  const code = "let a = 1;\n%types off\nlet b = 2;";
  const blank = blankDirectives(code);
  expect(blank).toBe("let a = 1;\n          \nlet b = 2;");
});
