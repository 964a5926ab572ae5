import { inspect } from "node:util";

/** What a cell, or a few in a row, come to. A row: what it shows, the cells, and what the last one gives. */
export type Row = [title: string, cells: string | string[], expected: Expected];

export type Expected =
  | { value: string | undefined }
  | { prints: string }
  | { error: string; at?: string };

const value = (text: string | undefined): Expected => ({ value: text });
const prints = (text: string): Expected => ({ prints: text });
/** @param at `line:column` in the last cell */
const error = (text: string, at?: string): Expected => ({ error: text, at });

export const values: Row[] = [
  ["a number", "1 + 1", value("2")],
  ["a string is shown in quotes", "'abc'", value("'abc'")],
  ["null is shown", "null", value("null")],
  ["undefined shows nothing", "undefined", value(undefined)],
  ["a bigint", "2n ** 64n", value("18446744073709551616n")],
  ["negative zero", "-0", value("-0")],
  ["an object literal in parentheses", "({ a: 1 })", value("{ a: 1 }")],
  ["an array", "[1, 'two', true]", value("[ 1, 'two', true ]")],
  ["a symbol", "Symbol('s')", value("Symbol(s)")],
  ["a function", "(function hello() {})", value("[Function: hello]")],
  ["a class", "(class Point {})", value("[class Point]")],
  ["a Map", "new Map([[1, 2]])", value("Map(1) { 1 => 2 }")],
  ["a date", "new Date(0)", value("1970-01-01T00:00:00.000Z")],
  [
    "a promise is not awaited for showing",
    "Promise.resolve(1)",
    value("Promise { 1 }"),
  ],
  ["an awaited promise", "await Promise.resolve(1)", value("1")],
  ["a declaration has no value", "const a1 = 1", value(undefined)],
  ["a block has no value", "{ 1 }", value(undefined)],
  ["an empty cell", "", value(undefined)],
  ["a comment", "// nothing", value(undefined)],
  ["a value before a comment", "5 // five", value("5")],
  ["a value with a semicolon", "5;", value("5")],
  ["a value behind empty statements", "5;;;", value("5")],
  ["a sequence gives its last", "1, 2, 3", value("3")],
  ["a directive is a value too", "'use strict'", value("'use strict'")],
  ["a template string", "`a${1 + 1}b`", value("'a2b'")],
  [
    "an object with a throwing getter",
    "({ get a() { throw new Error() } })",
    value("{ a: [Getter] }"),
  ],
  [
    "a proxy that always throws",
    "new Proxy({}, { get() { throw new Error('no') }, ownKeys() { throw new Error('no') } })",
    // Node 26 writes Proxy({}).
    value(inspect(new Proxy({}, {}))),
  ],
  ["an export default expression", "export default 6 * 7", value("42")],
  ["an assignment", ["let a2 = 1", "a2 = 5"], value("5")],
];

export const declarations: Row[] = [
  ["a const lives on", ["const c1 = 1", "c1"], value("1")],
  ["a let lives on and changes", ["let l1 = 1", "l1++", "l1"], value("2")],
  ["a var lives on", ["var v1 = 1", "v1"], value("1")],
  ["a let without a value", "let l2; l2", value(undefined)],
  ["a var in a block", "{ var v2 = 2 } v2", value("2")],
  ["a var in a for head", "for (var v3 = 0; v3 < 3; v3++) {} v3", value("3")],
  ["a var in for of", "for (var v4 of [1, 2]) {} v4", value("2")],
  ["a var in for in", "for (var v5 in { k: 1 }) {} v5", value("'k'")],
  [
    "a var without a value keeps the one it has",
    ["var v6 = 6", "var v6; v6"],
    value("6"),
  ],
  [
    "a let in a for head stays there",
    "for (let inHead = 0; inHead < 1; inHead++) {} typeof inHead",
    value("'undefined'"),
  ],
  [
    "object destructuring",
    "const { d1, d2: { d3 = 3 } } = { d1: 1, d2: {} as { d3?: number } }; [d1, d3]",
    value("[ 1, 3 ]"),
  ],
  [
    "array destructuring",
    "const [e1, , ...e2] = [1, 2, 3, 4]; [e1, e2]",
    value("[ 1, [ 3, 4 ] ]"),
  ],
  [
    "several declarators",
    "let m1 = 1, m2 = m1 + 1, m3; [m1, m2, m3]",
    value("[ 1, 2, undefined ]"),
  ],
  [
    "functions are hoisted",
    "early(); function early() { return 'hoisted' } early()",
    value("'hoisted'"),
  ],
  [
    "a hoisted function sees another",
    "isEven(4); function isEven(n: number): boolean { return n === 0 || isOdd(n - 1) } function isOdd(n: number): boolean { return n !== 0 && isEven(n - 1) } isEven(7)",
    value("false"),
  ],
  ["a function's name", "function named1() {} named1.name", value("'named1'")],
  ["an arrow's name", "const arrow1 = () => 1; arrow1.name", value("'arrow1'")],
  [
    "an arrow's name after assignment",
    "let arrow2: () => number; arrow2 = () => 1; arrow2.name",
    value("'arrow2'"),
  ],
  [
    "the name of a function in an object",
    "({ key: () => 1 }).key.name",
    value("'key'"),
  ],
  [
    "the name of an inner function",
    "(() => { const inner = () => 1; return inner.name })()",
    value("'inner'"),
  ],
  [
    "a recursive call goes through the name",
    [
      "function fib1(n: number): number { calls1++; return n < 2 ? n : fib1(n - 1) + fib1(n - 2) } let calls1 = 0",
      "const plain1 = fib1; const memo1 = new Map<number, number>(); fib1 = ((n: number) => { if (!memo1.has(n)) memo1.set(n, plain1(n)); return memo1.get(n)! }) as any",
      "[fib1(20), calls1]",
    ],
    value("[ 6765, 21 ]"),
  ],
  [
    "a generator function",
    "function* count1() { yield 1; yield 2 } [...count1()]",
    value("[ 1, 2 ]"),
  ],
  [
    "an async function",
    "async function later1() { return 1 } await later1()",
    value("1"),
  ],
  [
    "an async generator",
    "async function* stream1() { yield 1; yield 2 } const got1: number[] = []; for await (const x of stream1()) got1.push(x); got1",
    value("[ 1, 2 ]"),
  ],
  [
    "a class with private fields",
    "class Counter1 { #n = 0; up() { return ++this.#n } } const k1 = new Counter1(); k1.up(); k1.up()",
    value("2"),
  ],
  [
    "a class that extends one of an earlier cell",
    [
      "class Base1 { hi() { return 'hi' } }",
      "class Derived1 extends Base1 {} new Derived1().hi()",
    ],
    value("'hi'"),
  ],
  [
    "a static block",
    "class Static1 { static a: number; static { this.a = 5 } } Static1.a",
    value("5"),
  ],
  [
    "an abstract class",
    "abstract class Shape1 { abstract area(): number } class Square1 extends Shape1 { area() { return 4 } } new Square1().area()",
    value("4"),
  ],
  [
    "a parameter property",
    "class Point1 { constructor(public x: number, readonly y = 2) {} } new Point1(1).y",
    value("2"),
  ],
  [
    "exports are declarations",
    [
      "export const ex1 = 1; export function ex2() { return 2 } export class Ex3 {}",
      "[ex1, ex2(), typeof Ex3]",
    ],
    value("[ 1, 2, 'function' ]"),
  ],
  ["an export list", "const ex4 = 4; export { ex4 as other }; ex4", value("4")],
  [
    "export default function",
    ["export default function ex5() { return 5 }", "ex5()"],
    value("5"),
  ],
  [
    "earlier functions see a changed variable",
    [
      "let shared1 = 1; function read1() { return shared1 }",
      "shared1 = 2; read1()",
    ],
    value("2"),
  ],
  [
    "a const cannot be assigned",
    "const fixed1 = 1; fixed1 = 2",
    error("TypeError: Assignment to constant variable 'fixed1'."),
  ],
  [
    "nor in a later cell",
    ["const fixed2 = 1", "fixed2++"],
    error("TypeError: Assignment to constant variable 'fixed2'."),
  ],
  [
    "a caught assignment to a const",
    [
      "const fixed3 = 1; let caught1 = ''",
      "try { fixed3 = 2 } catch (e) { caught1 = (e as Error).name } [fixed3, caught1]",
    ],
    value("[ 1, 'TypeError' ]"),
  ],
];

export const redeclarations: Row[] = [
  ["const over let", ["let r1 = 1", "const r1 = 2; r1"], value("2")],
  ["let over const", ["const r2 = 1", "let r2 = 2; r2++; r2"], value("3")],
  [
    "const over const",
    ["const r3 = 1", "const r3 = 'two'; r3"],
    value("'two'"),
  ],
  [
    "function over class",
    ["class R4 {}", "function R4() { return 4 } R4()"],
    value("4"),
  ],
  [
    "class over function",
    ["function R5() {}", "class R5 { a = 5 } new R5().a"],
    value("5"),
  ],
  [
    "variable over function",
    ["function r6() {}", "const r6 = 6; r6"],
    value("6"),
  ],
  [
    "function over variable",
    ["let r7 = 1", "function r7() { return 7 } r7()"],
    value("7"),
  ],
  [
    "enum over enum starts anew",
    ["enum R8 { A, B }", "enum R8 { C } Object.keys(R8)"],
    value("[ '0', 'C' ]"),
  ],
  [
    "namespace over namespace starts anew",
    [
      "namespace R9 { export const a = 1 }",
      "namespace R9 { export const b = 2 } Object.keys(R9)",
    ],
    value("[ 'b' ]"),
  ],
  [
    "variable over import",
    ["import { sep as r10 } from 'node:path'", "const r10 = 'own'; r10"],
    value("'own'"),
  ],
  [
    "import over variable",
    ["const r11 = 'own'", "import { sep as r11 } from 'node:path'; r11"],
    value("'/'"),
  ],
  [
    "the same cell twice",
    [
      "const r12 = Math.max(1, 2); function f12() { return r12 }",
      "const r12 = Math.max(1, 2); function f12() { return r12 }",
      "f12()",
    ],
    value("2"),
  ],
  [
    "an earlier function keeps working",
    [
      "const r13 = 1; const read13 = () => r13 + 1",
      "function r13() {}",
      "typeof read13()",
    ],
    value("'string'"),
  ],
];

export const globals: Row[] = [
  [
    "a name of a global",
    ["const URL = 'mine'", "[URL, typeof globalThis.URL]"],
    value("[ 'mine', 'function' ]"),
  ],
  [
    "modules keep their globals",
    ["const Buffer = 1; const structuredClone = 2", "require('./globals.cjs')"],
    value("[ 'function', 'function' ]"),
  ],
  [
    "a global's name in a pattern",
    "const { performance, fetch = 'none' } = { performance: 3 } as { performance: number; fetch?: string }; [performance, fetch]",
    value("[ 3, 'none' ]"),
  ],
  [
    "a global's name in shorthand",
    ["const name1 = 1, crypto = 'c'", "({ name1, crypto })"],
    value("{ name1: 1, crypto: 'c' }"),
  ],
  [
    "a function named like a global",
    "function fetch() { return 'mine' } [fetch(), fetch.name]",
    value("[ 'mine', 'fetch' ]"),
  ],
  [
    "a class named like a global",
    "class Event { kind = 'mine' } [new Event().kind, Event.name]",
    value("[ 'mine', 'Event' ]"),
  ],
  ["require", "require('node:path').sep", value("'/'")],
  [
    "__dirname is the notebook's folder",
    "require('node:fs').existsSync(__dirname + '/local.ts')",
    value("true"),
  ],
  ["this is undefined, as in a module", "this", value(undefined)],
  ["import.meta.url", "import.meta.url.startsWith('file:///')", value("true")],
  [
    "strict mode",
    "undeclared1 = 1",
    error("ReferenceError: undeclared1 is not defined", "1:1"),
  ],
];

export const imports: Row[] = [
  [
    "a builtin by name",
    "import { join } from 'node:path'; join('a', 'b')",
    value("'a/b'"),
  ],
  [
    "a builtin's default",
    "import os1 from 'node:os'; typeof os1.cpus",
    value("'function'"),
  ],
  [
    "a namespace",
    "import * as path1 from 'node:path'; path1.basename('/a/b')",
    value("'b'"),
  ],
  [
    "a binding used in a later cell",
    ["import { basename } from 'node:path'", "basename('/x/y')"],
    value("'y'"),
  ],
  [
    "a binding in an earlier function",
    [
      "import { extname } from 'node:path'; const ext1 = (f: string) => extname(f)",
      "ext1('a.ts')",
    ],
    value("'.ts'"),
  ],
  [
    "a binding as a shorthand property",
    ["import { sep } from 'node:path'", "({ sep })"],
    value("{ sep: '/' }"),
  ],
  [
    "a renamed binding",
    "import { sep as separator } from 'node:path'; separator",
    value("'/'"),
  ],
  [
    "a type-only import is gone",
    "import type { Stats } from 'node:fs'; let s1: Stats | undefined; s1",
    value(undefined),
  ],
  [
    "a type among values",
    "import { type Stats, existsSync } from 'node:fs'; typeof existsSync",
    value("'function'"),
  ],
  [
    "a local TypeScript file",
    "import { twice } from './local.ts'; twice(21)",
    value("42"),
  ],
  [
    "a local file without its extension",
    "import { Color } from './local'; Color.Blue",
    value("1"),
  ],
  [
    "a local file that imports another",
    "import { four } from './importer.ts'; four",
    value("4"),
  ],
  [
    "a local TypeScript file by its name in package.json",
    "import { twice as twice2 } from '#helpers/local.ts'; twice2(4)",
    value("8"),
  ],
  [
    "a local CommonJS file",
    "import common from './common.cjs'; common.answer",
    value("42"),
  ],
  [
    "a named export of CommonJS",
    "import { answer } from './common.cjs'; answer",
    value("42"),
  ],
  [
    "JSON with an attribute",
    "import data1 from './data.json' with { type: 'json' }; data1.a",
    value("1"),
  ],
  ["a dynamic import", "(await import('node:path')).sep", value("'/'")],
  [
    "a dynamic import of a local file",
    "(await import('./local.ts')).twice(4)",
    value("8"),
  ],
  [
    "an ESM-only package",
    "import { esmOnly } from 'esm-only'; esmOnly",
    value("'esm'"),
  ],
  [
    "a CommonJS package",
    "import cjsOnly from 'cjs-only'; cjsOnly.name",
    value("'cjs'"),
  ],
  [
    "for its effects",
    "import './effect.mjs'; (globalThis as any).effect1",
    value("'done'"),
  ],
  [
    "a package that is not there",
    "import 'not-there-at-all'",
    error("Cannot find package 'not-there-at-all'", "1:8"),
  ],
  [
    "a call without the namespace as this",
    "import { whoAmI } from './local.ts'; whoAmI()",
    value(undefined),
  ],
];

export const typescript: Row[] = [
  [
    "annotations go",
    "const t1: Array<string | number> = [1]; t1 as unknown as string[]",
    value("[ 1 ]"),
  ],
  [
    "interfaces and types",
    "interface I1 { a: number } type T1 = I1['a']; const t2: T1 = 3; t2",
    value("3"),
  ],
  [
    "an enum",
    "enum Color1 { Red = 1, Green } [Color1.Green, Color1[1]]",
    value("[ 2, 'Red' ]"),
  ],
  ["a string enum", "enum Level1 { Low = 'low' } Level1.Low", value("'low'")],
  ["a const enum", "const enum Bits1 { A = 1 << 2 } Bits1.A", value("4")],
  [
    "a namespace",
    "namespace Geo1 { export const pi = 3; export function area(r: number) { return pi * r * r } } Geo1.area(2)",
    value("12"),
  ],
  [
    "satisfies",
    "const t3 = { a: 1 } satisfies Record<string, number>; t3.a",
    value("1"),
  ],
  [
    "a non-null assertion",
    "const t4: string | null = 'x'; t4!.length",
    value("1"),
  ],
  ["a cast in angle brackets", "<number>(5 as unknown)", value("5")],
  [
    "a generic arrow",
    "const identity1 = <T,>(x: T): T => x; identity1('g')",
    value("'g'"),
  ],
  [
    "overloads",
    "function over1(a: number): number; function over1(a: string): string; function over1(a: unknown) { return a } over1(1)",
    value("1"),
  ],
  [
    "declare",
    "declare const nowhere1: number; typeof nowhere1",
    value("'undefined'"),
  ],
  [
    "JSX",
    "const React = { createElement: (tag: string, props: object | null, ...children: unknown[]) => [tag, props, ...children] }; <b id='x'>hi {1 + 1}</b>",
    value("[ 'b', { id: 'x' }, 'hi ', 2 ]"),
  ],
  [
    "a standard decorator",
    "function twice2(fn: Function, _: unknown) { return function (this: unknown) { return 2 * fn.call(this) } } class Dec1 { @twice2 five() { return 5 } } new Dec1().five()",
    value("10"),
  ],
  [
    "a class decorator",
    "const seen2: string[] = []; function note(c: Function, _: unknown) { seen2.push(c.name) } @note class Dec2 {} seen2",
    value("[ 'Dec2' ]"),
  ],
  [
    "using",
    "const log2: string[] = []; { using u = { [Symbol.dispose]() { log2.push('disposed') } }; log2.push('in') } log2",
    value("[ 'in', 'disposed' ]"),
  ],
  [
    "using at the top ends with the cell",
    [
      "const log3: string[] = []",
      "using u3 = { [Symbol.dispose]() { log3.push('disposed') } }; log3.push('in'); log3.length",
      "log3",
    ],
    value("[ 'in', 'disposed' ]"),
  ],
  [
    "the value of a cell with await using",
    "await using u4 = { async [Symbol.asyncDispose]() {} }; 42",
    value("42"),
  ],
  ["an accessor", "class Acc1 { accessor x = 1 } new Acc1().x", value("1")],
  [
    "optional chaining and ??",
    "(null as { a: number } | null)?.a ?? 'none'",
    value("'none'"),
  ],
];

export const asynchronous: Row[] = [
  [
    "top-level await of a timer",
    "await new Promise<string>((resolve) => setTimeout(resolve, 1, 'late'))",
    value("'late'"),
  ],
  [
    "await in an expression",
    "(await Promise.resolve(1)) + (await Promise.resolve(2))",
    value("3"),
  ],
  [
    "await of await",
    "await (await Promise.resolve(Promise.resolve(7)))",
    value("7"),
  ],
  [
    "await of a thenable",
    "await { then(ok: (v: number) => void) { ok(9) } }",
    value("9"),
  ],
  ["await of a plain value", "await 5", value("5")],
  [
    "for await over promises",
    "const got2: number[] = []; for await (const x of [Promise.resolve(1), 2]) got2.push(x); got2",
    value("[ 1, 2 ]"),
  ],
  [
    "for await takes the values of an async iterator as they are",
    `const shy = { next: () => Promise.resolve({ done: got5.length > 0, value: { then: () => 7 } }) };
     const got5: unknown[] = [];
     for await (const x of { [Symbol.asyncIterator]: () => shy }) got5.push(typeof x);
     got5`,
    value("[ 'object' ]"),
  ],
  ["await in a template", "`${await Promise.resolve('in')}`", value("'in'")],
  [
    "await in a condition",
    "if (await Promise.resolve(true)) console.log('yes')",
    prints("yes\n"),
  ],
  [
    "await in a class field of a later value",
    "const w1 = await Promise.all([1, 2].map(async (x) => x * 2)); w1",
    value("[ 2, 4 ]"),
  ],
  [
    "try and await",
    "try { await Promise.reject(new Error('x')) } catch (e) { console.log((e as Error).message) }",
    prints("x\n"),
  ],
  [
    "a rejected await",
    "await Promise.reject(new RangeError('far'))",
    error("RangeError: far", "1:22"),
  ],
  [
    "a rejection nobody handles fails the cell",
    "Promise.reject(new Error('alone')); 1",
    error("Error: alone", "1:16"),
  ],
  [
    "the order of microtasks",
    "queueMicrotask(() => console.log(2)); console.log(1); await null; console.log(3)",
    prints("1\n2\n3\n"),
  ],
];

export const printing: Row[] = [
  ["console.log", "console.log('a', 1, { b: 2 })", prints("a 1 { b: 2 }\n")],
  ["formats", "console.log('%s is %d%%', 'x', 3)", prints("x is 3%\n")],
  ["info and debug", "console.info('i'); console.debug('d')", prints("i\nd\n")],
  [
    "process.stdout",
    "process.stdout.write('no newline')",
    prints("no newline"),
  ],
  [
    "groups are indented",
    "console.group('g'); console.log('in'); console.groupEnd(); console.log('out')",
    prints("g\n  in\nout\n"),
  ],
  ["count", "console.count('n'); console.count('n')", prints("n: 1\nn: 2\n")],
  [
    "a child process that inherits",
    "require('node:child_process').execFileSync('echo', ['child'], { stdio: 'inherit' })",
    prints("child\n"),
  ],
  ["emoji and umlauts", "console.log('Größe 🥦')", prints("Größe 🥦\n")],
  [
    "a lone surrogate does not break the line",
    "console.log('\\ud83e'); console.log('next')",
    prints("\ufffd\nnext\n"),
  ],
];

export const errors: Row[] = [
  [
    "a thrown error, at its line",
    "\n\nthrow new TypeError('bad')",
    error("TypeError: bad", "3:7"),
  ],
  [
    "in a function of the cell",
    "interface Gone { a: 1 }\nfunction fail1() {\n  throw new Error('deep')\n}\nfail1()",
    error("Error: deep", "3:9"),
  ],
  ["a thrown string", "throw 'text'", error("Thrown: 'text'")],
  ["a thrown object", "throw { code: 5 }", error("Thrown: { code: 5 }")],
  [
    "a cause",
    "throw new Error('outer', { cause: new TypeError('inner') })",
    error("cause]: TypeError: inner"),
  ],
  [
    "an await whose error has no line",
    "import { readFile } from 'node:fs/promises'\n1\nawait readFile('nope.txt')",
    error("ENOENT: no such file or directory", "3:1"),
  ],
  [
    "Promise.any, with its errors and the line of the await",
    "\nawait Promise.any([Promise.reject(new Error('one'))])",
    error("[errors]: [", "2:1"),
  ],
  [
    "own fields",
    "throw Object.assign(new Error('x'), { code: 'E5' })",
    error("code: 'E5'"),
  ],
  [
    "an aggregate",
    "throw new AggregateError([new Error('one')], 'many')",
    error("AggregateError: many"),
  ],
  [
    "an unknown name",
    "notKnown1",
    error("ReferenceError: notKnown1 is not defined", "1:1"),
  ],
  [
    "a member of undefined",
    "const o1 = {} as any\no1.a.b",
    error(
      "TypeError: Cannot read properties of undefined (reading 'b')",
      "2:6",
    ),
  ],
  ["a syntax error", "const = 5", error("SyntaxError: Unexpected token")],
  ["an unclosed brace", "function open1() {", error("SyntaxError")],
  [
    "a name declared twice",
    "let twice3 = 1; let twice3 = 2",
    error("SyntaxError"),
  ],
  [
    "a stack overflow",
    "const down1 = (): number => 1 + down1(); down1()",
    error("RangeError: Maximum call stack size exceeded"),
  ],
  [
    "an own error class",
    "class MyError extends Error { override name = 'MyError'; code = 7 } throw new MyError('mine')",
    error("MyError: mine", "1:75"),
  ],
];

export const lastValue: Row[] = [
  [
    "a stream of the cell is its name",
    "process.stdout",
    value("process.stdout"),
  ],
  ["_ is the last value", ["6 * 7", "_"], value("42")],
  ["a cell without a value leaves _", ["6 * 7", "undefined", "_"], value("42")],
];

/** Names and the lines that declare them. */
export const early: Row[] = [
  ...(
    [
      ["early1", "const seen1 = early1; const early1: number = 1", "1:15"],
      ["early2", "early2 = 2; let early2 = 1", "1:1"],
      ["early3", "early3.a; class early3 { static a = 1 }", "1:1"],
      ["early4", "const early4: number = early4 + 1", "1:24"],
      ["early5", "[early5] = [1]; let early5: number", "1:2"],
      ["early6", "({ early6 }); const early6 = 1", "1:4"],
      ["early7", "typeof early7; const { early7 } = { early7: 1 }", "1:8"],
      ["early8", "early8++; let early8 = 1", "1:1"],
      ["early9", "early9(); const early9 = () => 1", "1:1"],
      ["URL", "new URL('a:b'); const URL = 1", "1:5"],
    ] as const
  ).map(([name, code, at]): Row => [
    `not before its line: ${code}`,
    code,
    error(`ReferenceError: Cannot access '${name}' before initialization`, at),
  ]),
  [
    "a name that an earlier cell has too",
    ["const again1 = 1", "again1; const again1 = 2"],
    error("ReferenceError: Cannot access 'again1' before initialization"),
  ],
  [
    "a function that is called before the line of what it reads",
    "tooEarly1();\nconst late1 = 1;\nfunction tooEarly1() { return late1 }",
    error(
      "ReferenceError: Cannot access 'late1' before initialization",
      "3:31",
    ),
  ],
  [
    "functions that call each other before that line",
    "tooEarly2(); const late2 = 1; function tooEarly2() { return inner2() } function inner2() { return new Late2().get() } class Late2 { get() { return late2 } }",
    error("ReferenceError: Cannot access"),
  ],
  [
    "the error is one of the cell's",
    "let error3: unknown; try { late3 } catch (e) { error3 = e } const late3 = 1; error3 instanceof ReferenceError",
    value("true"),
  ],
  [
    "a function named before the line and called after it",
    "const list4 = [read4]; const late4 = 4; function read4() { return late4 } [list4[0]!(), read4()]",
    value("[ 4, 4 ]"),
  ],
  [
    "a function that runs while the name gets its value",
    "const list5 = [read5]; const { late5, more5 = list5[0]!() } = { late5: 5 } as any; function read5() { return late5 } [late5, more5]",
    value("[ 5, 5 ]"),
  ],
  [
    "a callback before the line that runs after it",
    "const later6 = Promise.resolve().then(() => [late6, ++late6, () => late6]); let late6 = 6; (await later6).slice(0, 2)",
    value("[ 6, 7 ]"),
  ],
  [
    "an assignment before the line that runs after it",
    "const set7 = { to() { late7 = () => 7; [late7] = [late7]; return late7() } }; let late7: any; [set7.to(), late7.name]",
    value("[ 7, 'late7' ]"),
  ],
  [
    "a function of an earlier cell reads the old value until the line",
    [
      "let shared8 = 'old'; function read8() { return shared8 }",
      "const before8 = read8(); let shared8 = 'new'; [before8, read8()]",
    ],
    value("[ 'old', 'new' ]"),
  ],
];

/** What the rewriting of cells must not change. */
export const unchanged: Row[] = [
  [
    "new and new.target of a function expression",
    "const made1 = new function (this: any) { this.a = 1; this.t = typeof new.target } as any; [made1.a, made1.t]",
    value("[ 1, 'function' ]"),
  ],
  [
    "functions under computed keys are named after them",
    "const keyed1 = { ['a' + 1]: function () {}, [Symbol('s')]: () => {}, ['q']: function own() {}, __proto__: function () {} } as any; [keyed1.a1.name, keyed1[Object.getOwnPropertySymbols(keyed1)[0]!].name, keyed1.q.name, Object.getPrototypeOf(keyed1).name]",
    value("[ 'a1', '[s]', 'own', '' ]"),
  ],
  [
    "a function that is a computed key",
    "({ [() => {}]: 1 } as any)[(() => {}) as any]",
    value("1"),
  ],
  [
    "a dynamic import is a promise as any",
    "[import('node:fs') instanceof Promise, await import(Symbol() as any).catch((reason) => reason instanceof TypeError)]",
    value("[ true, true ]"),
  ],
  [
    "properties that are called this",
    "const this1 = { this: 1, th\\u0069s: 2 } as any; class This1 { this = 3 } class This2 { this() { return 4 } } [this1.this, new This1().this, new This2().this()]",
    value("[ 2, 3, 4 ]"),
  ],
  [
    "a nameless default export ends where it ends",
    [
      "export default class {} if (true) 1",
      "export default function () {}\n(3)",
    ],
    value("3"),
  ],
  [
    "an assignment that is left out marks nothing",
    "let held1: any = 5; held1 ||= () => 1; let free1: any; free1 ??= () => 1; [held1, free1.name]",
    value("[ 5, 'free1' ]"),
  ],
  [
    "export default before a function in parentheses",
    "export default (function () {})",
    value("[Function: default]"),
  ],
  [
    "export default before a class in parentheses",
    "export default (class {})",
    value("[class default]"),
  ],
  [
    "a nameless class that is exported knows its name",
    "export default class { static f = console.log(this.name) }",
    prints("default\n"),
  ],
  [
    "a line that begins with an imported name does not call the line above",
    "import { sep as sep3, join as join3 } from 'node:path'\nlet lines3 = ''\nif (sep3) {\n  lines3 += '1'\n  join3('a')\n  lines3 += '2'\n}\nlines3 += '3'\njoin3('b')\nlines3",
    value("'123'"),
  ],
  ["a var alone below do", "do var x1 = 1; while (false); x1", value("1")],
  [
    "a var alone below if and else",
    "if (false) var y1 = 1; else var y1 = 2; y1",
    value("2"),
  ],
  ...[
    "[fixed1] = [2]",
    "({ fixed1 } = { fixed1: 3 })",
    "({ fixed1 = 5 } = {} as any)",
    "[...fixed1] = [] as any",
    "for (fixed1 of [1]);",
    "for (fixed1 in { a: 1 } as any);",
  ].map((code): Row => [
    `a constant cannot be changed by ${code}`,
    ["const fixed1: any = 1", code],
    error("TypeError: Assignment to constant variable 'fixed1'."),
  ]),
];

export const rows: Row[] = [
  ...early,
  ...unchanged,
  ...lastValue,
  ...values,
  ...declarations,
  ...redeclarations,
  ...globals,
  ...imports,
  ...typescript,
  ...asynchronous,
  ...printing,
  ...errors,
];
