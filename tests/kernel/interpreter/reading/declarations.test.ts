import { expect, test } from "vitest";
import { parseCell } from "../../../../kernel/interpreter/cell/parse.ts";
import {
  declarationsOf,
  missingAnnotationsOf,
} from "../../../../kernel/interpreter/reading/declarations.ts";
import { findNames } from "../../../../kernel/interpreter/reading/names.ts";

/** Declarations of a cell, with `types` as the checker's answers in turn. */
function declare(code: string, ...types: (string | undefined)[]) {
  const program = parseCell(code).program!;
  const cell = { code, program, declared: findNames(program).declared };
  const asked = missingAnnotationsOf(cell).map(({ question }) =>
    "offset" in question
      ? code.slice(question.offset).match(/[\w$]+/)![0]
      : question.expression,
  );
  const text = declarationsOf(cell, types, "");
  return { asked, text: text.replace(/\s+/g, " ") };
}

test.each([
  "const n = 1, s = 'x';",
  "function f(a: number): string { return '' }",
  "interface I { a: number } type T = I; enum E { A }",
  "class C { #p = 1; a = 1; m(): void {} }",
  "import fs from 'node:fs';",
])("asks nothing about %s", (code) => {
  expect(declare(code).asked).toEqual([]);
});

// Source in, names asked about, declarations out.
test.each<
  [code: string, types: (string | undefined)[], asked: string[], text: string]
>([
  ["const a = f();", ["number[]"], ["a"], "declare const a: number[];"],
  [
    "function f(a = x) { return a }",
    ["(a?: string) => number"],
    ["f"],
    "declare function f(a?: string) : number ;",
  ],
  [
    "class C { size = x; m(a: T) { return a } }",
    ["number", "(a: T) => Promise<T>"],
    ["size", "m"],
    "size: number; m(a: T) : Promise<T> ;",
  ],
  [
    "const { a, b } = x;",
    ["1", "2"],
    ["a", "b"],
    "declare const a: 1; declare const b: 2;",
  ],
  ["const list = [];", ["string[]"], ["list"], "declare const list: string[];"],
  [
    "class A extends mix(B) {}",
    ["typeof B"],
    ["mix(B)"],
    "declare class A extends A__base {} declare const A__base: typeof B;",
  ],
  ["using u = open();", ["File"], ["u"], "declare const u: File;"],
  ["for (var i of x) {}", ["number"], ["i"], "declare let i: number;"],
  ["const a = f();", [undefined], ["a"], "declare const a: any;"],
  ["const a = f();", ["(Anonymous class)"], ["a"], "declare const a: any;"],
  [
    "import { x } from './local.ts';",
    [],
    [],
    'import { x } from "__local/./local.ts";',
  ],
])("declares %s with %j", (code, types, asked, text) => {
  const declared = declare(code, ...types);
  expect(declared.asked).toEqual(asked);
  expect(declared.text).toContain(text);
});

test("exports every name once: where it stands, or in a list", () => {
  const { text } = declare(
    "const a = 1; export const b = 2; class C {} import { d } from 'd'; export { a as e };",
  );
  expect(text).toContain("export declare const a");
  expect(text).toContain("export declare const b");
  expect(text).toContain("export declare class C");
  expect(text).toMatch(/export \{ d \};$/);
});

test("exports nothing that a failed cell had not come to", () => {
  const code = "const a = 1, b = 2; class C {} interface C {}";
  const program = parseCell(code).program!;
  const { declared } = findNames(program);
  declared.delete("b");
  const text = declarationsOf({ code, program, declared }, [], "");
  expect(text).not.toMatch(/export .*\bb\b/);
  expect(text).toContain("export { a };");
});

test("keeps the comments that document", () => {
  const { text } = declare("/** What it is. */\nconst a = f();", "1");
  expect(text).toContain("/** What it is. */");
});
