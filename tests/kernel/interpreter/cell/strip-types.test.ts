import { expect, test } from "vitest";
import { stripTypes } from "../../../../kernel/interpreter/cell/strip-types.ts";

/** Each row: what stands in the cell, and what is left of it, white space joined. */
test.each([
  ["const a: number = 1 as number;", "const a = 1 ;"],
  ["let a!: string, b = c!;", "let a , b = c ;"],
  ["let a = b as T\n(c)", "let a = b ; (c)"],
  ["a!\nb", "a; b"],
  ["let a = (b) satisfies T\n`c`", "let a = (b) ; `c`"],
  ["let a: T\n(b)", "let a; (b)"],
  ["a\ninterface I {}\n(b)", "a ; (b)"],
  ["for (const a of b as T) c", "for (const a of b ) c"],
  ["<T>(a)", "(a)"],
  ["f<T>(a, b<U>)", "f (a, b )"],
  [
    "function f<T>(this: A, b?: T, ...c: T[]): a is T {}",
    "function f ( b , ...c ) {}",
  ],
  ["function f(): void\nfunction f(a?: T) {}", "; function f(a ) {}"],
  ["const f = <T,>(a: T): a is T => a", "const f = (a ) => a"],
  ["const f = (a)\n: T => a", "const f = (a ) => a"],
  ["() => { return <\nT\n>(a: T) => a }", "() => { return ( a ) => a }"],
  [
    "abstract class A<T> extends B<T> implements C, D<T> { abstract a: T; b!: T\n['c'] = 1 }",
    "class A extends B { ; b ; ['c'] = 1 }",
  ],
  [
    "class A extends B { private static readonly a?: T = 1; public override async b?(): void {} declare c: T; [k: string]: T; d(): void; d() {} }",
    "class A extends B { static a = 1; async b () {} ; ; ; d() {} }",
  ],
  [
    "class A { readonly; static declare; get override() { return 1 } }",
    "class A { readonly; static declare; get override() { return 1 } }",
  ],
  [
    "import { type A, b } from 'c'; import type D from 'e'",
    "import { b } from 'c'; ;",
  ],
  [
    "export type { A }; export { type B, c }; export * from 'd'",
    "; export { c }; export * from 'd'",
  ],
  ["declare const a: T; declare global { var b: T } type C = 1", "; ; ;"],
  ["a?.b!.c!()", "a?.b .c ()"],
  [
    "({ this: 1 }); class A { this = 1 } class B { this(this: A) {} }",
    "({ this: 1 }); class A { this = 1 } class B { this( ) {} }",
  ],
  ["'😀'; let a: T", "'😀'; let a;"],
])("%j leaves %j", (source, expected) => {
  const { code, map } = stripTypes(source);
  expect(code.replace(/\s+/g, " ").trim()).toBe(expected);
  expect(map).toBeUndefined();
  expect(code.length).toBe(source.length);
  expect(code.split("\n").map(({ length }) => length)).toEqual(
    source.split("\n").map(({ length }) => length),
  );
});

test.each([
  "enum A { b }",
  "namespace A { export const b = 1 }",
  "class A { constructor(private b: number) {} }",
  "@a class B {}",
  "class A { accessor b = 1 }",
  "<a>b</a>",
  "import a = require('b')",
])("%j is lowered, with a map of its places", (source) => {
  expect(stripTypes(source).map).toContain("mappings");
});
