import { describe, expect, test } from "vitest";
import { completeness } from "../../../../kernel/interpreter/reading/completeness.ts";

const complete = [
  "",
  "// only a comment",
  "1 + 1",
  "const x: number = 1;",
  "await fetch('x')",
  "for await (const x of y) {\n}",
  "function f(a: number): string;",
  "declare function f(): void",
  "function f() {\n  return 1;\n}",
  "class A {\n  #x = 1;\n}",
  "@dec class A {}",
  "const el = <div className='a'>{f(1)}<br /></div>;",
  "const el = <><b>x</b></>;",
  "const n = <number>value;",
  "const n = <Row>value;",
  "const id = <T,>(x: T) => x;",
  "`a ${ `b ${c}` } d`",
  "/* a\n b */",
  "const r = /[/]{/;",
  "using x = open();",
  "%types off\nconst x: string = 1;",
  "x satisfies Y",
  "'{ ( ['",
];

const incomplete: [code: string, indent: string][] = [
  ["if (x) {", "  "],
  ["if (x) {\n    y();", "    "],
  ["if (x) {\n\ty();", "\t"],
  ["if (x) {\n  for (;;) {", "    "],
  ["if (x) {\n  for (;;) {\n    y();\n  }", "  "],
  ["foo(function () {", "  "],
  ["foo(\n  a, {", "    "],
  ["foo(a, // why", "  "],
  ["const rows = [1,", "  "],
  ["const x =", "  "],
  ["const x =\n  1 +", "  "],
  ["const x", "  "],
  ["1 +", "  "],
  ["a?.", "  "],
  ["if (x)", "  "],
  ["try {}", "  "],
  ["do {} while", "  "],
  ["(a, b) =>", "  "],
  ["const f = (a, b) =>", "  "],
  ["(a: number, b) =>", "  "],
  ["({ a, ...b }: T", "  "],
  ["const f = async ({ a }, b) => {", "  "],
  ["const f = <T,>(x: T) => {", "  "],
  ["function f()", "  "],
  ["export function f(a: number)", "  "],
  ["class A {\n  m() {", "    "],
  ["class A {\n  @dec()", "  "],
  ["@dec", ""],
  ["@dec({ a: 1 })\n", ""],
  ["interface A {", "  "],
  ["type A =", "  "],
  ["enum A { B =", "  "],
  ["let x: Map<string,", "  "],
  ["import { a", "  "],
  ["switch (x) {\n  case 1:", "  "],
  ["`abc", ""],
  ["if (x) {\n  y = `abc", ""],
  ["`a ${", "  "],
  ["`a ${b} c", ""],
  ["/* abc", ""],
  ["  /* abc", "  "],
  ["f( /** abc", ""],
  ["<div>", "  "],
  ["let x = <div>hello", "  "],
  ["let x = <div>\n  <b>x</b>", "  "],
  ["let x = <div>\n  <br />\n  <b>", "    "],
  ["let x = <div a='", ""],
  ["let x = <div", "  "],
  ["let x = <>\n  {rows.map((r) => (", "    "],
  ["'abc\\", "  "],
  ["%types off\nif (x) {", "  "],
];

const invalid = [
  "x = }",
  "const a = 1; }",
  "foo bar",
  "else {}",
  "'abc",
  "'abc\n",
  "/re",
  "foo(a,,b",
  "return 1",
  "{ a: 1, b: 2 }",
  "if (x) { ]",
  "let 1a = 2",
  "const el = <a></b>;",
];

describe("completeness", () => {
  test.each(complete)("takes %j as complete", (code) => {
    expect(completeness(code)).toEqual({ status: "complete" });
  });

  test.each(incomplete)("waits for more after %j", (code, indent) => {
    expect(completeness(code)).toEqual({ status: "incomplete", indent });
  });

  test.each(invalid)("sees that %j cannot be mended by typing on", (code) => {
    expect(completeness(code)).toEqual({ status: "invalid" });
  });
});
