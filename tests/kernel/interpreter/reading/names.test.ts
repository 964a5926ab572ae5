import { expect, test } from "vitest";
import { findNames } from "../../../../kernel/interpreter/reading/names.ts";
import { parseCell } from "../../../../kernel/interpreter/cell/parse.ts";

function namesIn(code: string) {
  return findNames(parseCell(code).program!);
}

test.each([
  ["const a = 1; let b = 2; var c = 3", "a constant, b variable, c variable"],
  ["function f() {} class C {}", "f function, C class"],
  ["enum E {} namespace N { export const inner = 1 }", "E enum, N namespace"],
  ["interface I {} type T = 1", "I interface, T type"],
  [
    "import d, { e as f } from 'x'; import * as g from 'y'",
    "d import, f import, g import",
  ],
  ["import h = require('x')", "h import"],
  [
    "const { a, b: [c = 1], ...rest } = q",
    "a constant, c constant, rest constant",
  ],
  ["for (var i = 0;;) { var inner; let hidden }", "i variable, inner variable"],
  ["using u = x; await using v = y", "u constant, v constant"],
  ["export const a = 1; export default class D {}", "a constant, D class"],
  ["declare let d: number", "d variable"],
])("%s declares %s", (code, expected) => {
  const found = [...namesIn(code).declared];
  expect(found.map(([name, { kind }]) => `${name} ${kind}`).join(", ")).toBe(
    expected,
  );
});

test.each([
  ["f(a.b, [c], { d, e: g })", "f a c d g"],
  ["const x: Row<T> = y as Z", "y Z Row T"],
  ["class A extends B<C> { m(): typeof d {} }", "B C d"],
  ["type A = { [K in keyof F]: G<K> }; type H = import('./x').Y", "F G"],
  ["const el = <Comp a={v}><div>{kid}</div></Comp>", "Comp v kid"],
  ["function f<T>(t: T, u: U) { return t }", "U"],
  ["label: for (;;) break label", ""],
  ["@dec class A {}", "dec"],
  ["export { a as b }", "a"],
  ["const a = 1; a; { const b = a; b }", ""],
])("%s uses %s", (code, expected) => {
  expect([...namesIn(code).free.keys()].join(" ")).toBe(expected);
});

test("knows which of the names are assigned", () => {
  const { free } = namesIn(
    "a = b; c += 1; [d, ...e] = f; for (g of h) {}; i++",
  );
  const written = [...free].filter(([, use]) => use.written);
  expect(written.map(([name]) => name)).toEqual(["a", "c", "d", "e", "g", "i"]);
});

test("gives the place of a name in UTF-16 units, and of what it declares", () => {
  const declared = namesIn("'😀'; function f() {}").declared.get("f");
  expect(declared).toEqual({ kind: "function", offset: 15, range: [6, 21] });
});
