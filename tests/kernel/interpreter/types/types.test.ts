import {
  afterAll,
  beforeAll,
  beforeEach,
  describe,
  expect,
  test,
} from "vitest";
import { LanguageService } from "../../../../kernel/interpreter/types/language-service.ts";
import { NotebookFolder } from "./notebook-folder.ts";

// Each row is a notebook: its cells are checked and committed in turn. Expected are the diagnostics of all cells, as
// "cell:line:column code", and so a row that expects none says that every use of an earlier cell's name is right.
type Row = [behaviour: string, cells: string[], diagnostics?: string[]];

const rows: Record<string, Row[]> = {
  "finds mistakes": [
    [
      "in the arguments of a generic type that a later value is named like",
      [
        "type Box<T extends string> = T[];",
        "const Box = 1;",
        "type B = Box<1>",
      ],
      ["3:1:13 TS2344"],
    ],
    ["in one cell", ['const x: number = "a";'], ["1:1:6 TS2322"]],
    [
      "several at once, in order of place",
      ["const a: string = 1;\nlet b = nobody;\na.nothing"],
      ["1:1:6 TS2322", "1:2:8 TS2304", "1:3:2 TS2339"],
    ],
    ["at the right column after an emoji", ['"😀"; nobody'], ["1:1:6 TS2304"]],
    ["of syntax", ["const a = 1; const b = (;"], ["1:1:24 TS1109"]],
    [
      "of syntax alone, when there are such",
      ["const a = nobody; const b = (;"],
      ["1:1:29 TS1109"],
    ],
    ["in an unfinished template", ["const a = `abc"], ["1:1:14 TS1160"]],
    [
      "in the browser's names, which Node has not",
      ["document"],
      ["1:1:0 TS2584"],
    ],
    [
      "in arguments of an earlier function",
      ["function half(n: number) { return n / 2 }", 'half("x")'],
      ["2:1:5 TS2345"],
    ],
    [
      "in assignments to an earlier variable",
      ["let n = 1; const c = 1;", "n = 2; n++;", 'n = "x"', "c = 2"],
      ["3:1:0 TS2322", "4:1:0 TS2588"],
    ],
    [
      "below a directive, with the right line",
      ["%types error\nconst x: number = 'a';"],
      ["1:2:6 TS2322"],
    ],
  ],
  "finds nothing wrong with": [
    [
      "names that only later cells use",
      ["const a = 1; import fs from 'node:fs';"],
    ],
    ["an expression at the end", ["1 + 1", "[1, 2].length"]],
    [
      "a value that a later type is named like",
      [
        'import { cpus } from "os"; const size = "1";',
        "type cpus = number; interface size { a: number }",
        "const n: cpus = cpus().length; const s: size = { a: size.length };",
      ],
    ],
    [
      "a type that a later value is named like",
      [
        "interface User { name: string }",
        "const User = (name: string): { name: string } => ({ name });",
        'const user: User = User("a"); user.name',
      ],
    ],
    [
      "a value made of a type of its name, and a type made of a value of its name",
      [
        "interface User { name: string } const sizes = { s: 1, m: 2 };",
        "const User = (name: string): User => ({ name }); type sizes = keyof typeof sizes;",
        'const user: User = User("a"); const size: sizes = "m"; sizes[size] + user.name.length;',
        "function User(): User { return { name: String(sizes.s) } }",
        "User().name.trim();",
      ],
    ],
    [
      "a generic type that later values are named like",
      [
        "interface Named { name: string } type Box<T extends Named = Named> = { v: T };",
        "const Box = (name: string): Box => ({ v: { name } });",
        'const one: Box<{ name: "a" }> = { v: { name: "a" } }; Box("b").v.name.trim();',
        "function Box(n: number): Box { return { v: { name: String(n) } } }",
        "const two: Box = Box(1); one.v.name satisfies 'a'; export const many: Box[] = [one, two];",
        "const text: string = many[0].v.name; Box(2);",
      ],
    ],
    [
      "functions whose patterns may be left out",
      ["function size({ w = 1 } = {}, [h] = [1]) { return w * h; }", "size()"],
    ],
    [
      "top-level await",
      ["const r = await fetch('http://x');", "r.status.toFixed()"],
    ],
    ["using", ["using u = { n: 1, [Symbol.dispose]() {} };", "u.n.toFixed()"]],
    ["JSX", ["const el = <div className='a'><b>{1}</b></div>;"]],
    ["casts in angle brackets", ["const x: unknown = 1; const n = <number>x;"]],
    [
      "decorators",
      ["function d(t: unknown, c: ClassDecoratorContext) {}\n@d class A {}"],
    ],
    [
      "globals of Node",
      ["require('fs'); __dirname; process.pid; Buffer.from('')"],
    ],
    ["properties of globalThis", ["globalThis.mine = 1;"]],
    [
      "globals of the notebook",
      [
        "display(1, { displayId: 'a' }); updateDisplay(2, { displayId: 'a' }); clearOutput()",
      ],
    ],
    ["unreachable code", ["for (;;) {}\nconst never = 1;"]],
    ["an empty cell", ["", "// nothing"]],
    [
      "an imported function replaced",
      ["function f() { return 1 }", "f = () => 2"],
    ],
  ],
  "knows the types of": [
    [
      "inferred constants",
      [
        "const rows = [1].map((n) => ({ n }));",
        "rows[0]!.n.toFixed(); rows[0]!.m",
      ],
      ["2:1:31 TS2339"],
    ],
    [
      "inferred results of await",
      ["const v = await Promise.resolve({ a: 1 });", "v.a.toFixed(); v.then"],
      ["2:1:17 TS2339"],
    ],
    [
      "functions with inferred results",
      [
        "function f(n: number, s = 'x') { return { n, s } }",
        "f(1).s.trim(); f(1).n.trim()",
      ],
      ["2:1:22 TS2339"],
    ],
    [
      "functions with patterns and rest",
      [
        "function f({ a }: { a: number }, ...r: string[]) { return [a, r] as const }",
        "f({ a: 1 }, 'x')[1][0]!.trim(); f({ a: 1 }, 2)",
      ],
      ["2:1:44 TS2345"],
    ],
    [
      "overloads",
      [
        "function f(a: string): string; function f(a: number): number; function f(a: any) { return a }",
        "f('a').trim(); f(1).toFixed(); f(true)",
      ],
      ["2:1:33 TS2769"],
    ],
    [
      "generics",
      [
        "const pair = <A, B>(a: A, b: B) => ({ a, b });",
        "pair(1, 'x').b.trim(); pair(1, 'x').a.trim()",
      ],
      ["2:1:38 TS2339"],
    ],
    [
      "async functions and generators",
      [
        "async function f() { return 1 } async function* g<T>(xs: T[]) { for (const x of xs) yield [x] }",
        "(await f()).toFixed(); for await (const [s] of g(['a'])) s?.trim(); f().toFixed()",
      ],
      ["2:1:72 TS2339"],
    ],
    [
      "type predicates",
      [
        "function isText(x: unknown) { return typeof x === 'string' }",
        "const u: unknown = 1; if (isText(u)) u.trim(); u.trim()",
      ],
      ["2:1:47 TS18046"],
    ],
    [
      "asserting functions",
      [
        "function must(x: unknown): asserts x is string {}",
        "const u: unknown = 1; must(u); u.trim()",
      ],
    ],
    [
      "classes with private members",
      [
        "class C { #a = 1; private b = 2; protected c = 3; d = [1]; get size() { return this.#a } }",
        "new C().d[0]!.toFixed(); new C().size.toFixed(); new C().b",
      ],
      ["2:1:57 TS2341"],
    ],
    [
      "generic and static members",
      [
        "class Box<T> { constructor(public v: T) {} static of<U>(v: U) { return new Box(v) } map<U>(f: (v: T) => U) { return Box.of(f(this.v)) } }",
        "Box.of(1).map(String).v.trim(); Box.of(1).v.trim()",
      ],
      ["2:1:44 TS2339"],
    ],
    [
      "chaining members",
      [
        "class Q { items: number[] = []; add(n: number) { this.items.push(n); return this } }",
        "class R extends Q { extra() { return 1 } }",
        "new R().add(1).extra().toFixed()",
      ],
    ],
    [
      "computed members",
      [
        "class L { *[Symbol.iterator]() { yield 1 } }",
        "for (const n of new L()) n.toFixed()",
      ],
    ],
    [
      "parameter properties and defaults",
      [
        "class P { constructor(readonly a = 1, private b = 'x') {} }",
        "new P().a.toFixed(); new P(1, 'x').b",
      ],
      ["2:1:35 TS2341"],
    ],
    [
      "abstract classes and subclasses",
      [
        "abstract class A { abstract m(): number; n() { return this.m() } }",
        "class B extends A { m() { return 1 } }",
        "new B().n().toFixed(); new A()",
      ],
      ["3:1:23 TS2511"],
    ],
    [
      "mixins",
      [
        "function mix<T extends new (...a: any[]) => object>(B: T) { return class extends B { mixed = 1 } } class Base { b = 1 }",
        "class M extends mix(Base) { own = 2 }",
        "const m = new M(); m.mixed.toFixed(); m.b.toFixed(); m.own.toFixed(); m.none",
      ],
      ["3:1:72 TS2339"],
    ],
    [
      "class expressions",
      ["const K = class { x = 1 };", "new K().x.toFixed(); new K().y"],
      ["2:1:29 TS2339"],
    ],
    [
      "enums",
      [
        "enum E { A, B = 'b' } const enum F { A = 1 }",
        "const e: E = E.B; F.A.toFixed(); E.C",
      ],
      ["2:1:35 TS2339"],
    ],
    [
      "namespaces",
      [
        "namespace N { export const rows = [1].map(String); export interface I { a: number } }",
        "N.rows[0]!.trim(); const i: N.I = { a: 'x' }",
      ],
      ["2:1:36 TS2322"],
    ],
    [
      "interfaces and type aliases",
      [
        "interface I { a: number } type T = I | string; type G<X> = X[];",
        "const i: I = { a: 1 }; const t: T = 'x'; const g: G<T> = [i, t]; const bad: T = 1",
      ],
      ["2:1:71 TS2322"],
    ],
    [
      "names from patterns",
      [
        "const { a, b: [c] } = { a: 1, b: ['x'] }; let [d = 1] = [2];",
        "a.toFixed(); c.trim(); d.toFixed(); a.trim()",
      ],
      ["2:1:38 TS2339"],
    ],
    [
      "variables of blocks",
      [
        "for (var i = 0; i < 2; i++) { var last = 'x' }",
        "i.toFixed(); last.trim(); i.trim()",
      ],
      ["2:1:28 TS2339"],
    ],
    [
      "lists that are filled",
      [
        "const out = []; for (const n of [1, 2]) out.push(n);",
        "out[0]!.toFixed(); out[0]!.trim()",
      ],
      ["2:1:27 TS2339"],
    ],
    [
      "unique symbols",
      ["const key = Symbol('k');", "const o = { [key]: 1 }; o[key].toFixed()"],
    ],
    [
      "classes with unique symbols as keys",
      [
        "const key = Symbol('k'); class A { [key] = 1; static [key] = 'x' }",
        "class B extends A { [Symbol.iterator]() { return [1].values() } }",
        "new A()[key].toFixed(); A[key].trim(); for (const n of new B()) n.toFixed(); new B()[key].trim()",
      ],
      ["3:1:90 TS2339"],
    ],
    [
      "members that are called by a unique symbol of a cell before the last",
      [
        "const key = Symbol('k'); const o = { [key]: 1 };",
        "const deep = { get o() { return o; } };",
        "deep.o[key].toFixed()",
      ],
    ],
    [
      "objects with methods",
      [
        "const o = { n: 1, f(x: number) { return x }, g: (s: string) => s.length };",
        "o.f(o.g('x')).toFixed(); o.f('x')",
      ],
      ["2:1:29 TS2345"],
    ],
    [
      "names outside ASCII",
      [
        'const 表 = "😀😀"; const rows = [1].map((n) => ({ n }));',
        "表.trim(); rows[0]!.n.toFixed(); rows.none",
      ],
      ["2:1:37 TS2339"],
    ],
    [
      "imports of earlier cells",
      [
        "import fs, { statSync } from 'node:fs'; import * as path from 'node:path'; import type { Stats } from 'node:fs';",
        "const s: Stats = statSync('x'); fs.readFileSync('x').length; path.join('a').trim(); s.none",
      ],
      ["2:1:86 TS2339"],
    ],
    [
      "results that mention imported types",
      [
        "import { statSync } from 'node:fs'; const s = [statSync('x')];",
        "s[0]!.isFile(); s[0]!.none",
      ],
      ["2:1:22 TS2339"],
    ],
    [
      "import x = require()",
      ["import fs = require('node:fs');", "fs.statSync('x').isFile(); fs.none"],
      ["2:1:30 TS2339"],
    ],
    [
      "exports, named, renamed and default",
      [
        "export const a = [1]; const b = 2; export { b as c }; export default a.map(String);",
        "a[0]!.toFixed(); b.toFixed(); a.none",
      ],
      ["2:1:32 TS2339"],
    ],
    [
      "local files",
      [
        "import { helper, type H } from './local.ts'; const h = helper();",
        "h.a.toFixed(); const x: H = helper(); x.none",
        "h.none; helper().none",
      ],
      ["2:1:40 TS2339", "3:1:2 TS2339", "3:1:17 TS2339"],
    ],
    [
      "types of earlier cells and files that a cell does not name",
      [
        "import { helper } from './local.ts'; interface Row { a: number }\nfunction row(): Row { return { a: 1 } }",
        "const r = row(), rows = [1].map(row), h = helper();",
        "r.a.toFixed(); r.none; rows[0]!.none; h.none",
      ],
      ["3:1:17 TS2339", "3:1:32 TS2339", "3:1:40 TS2339"],
    ],
    [
      "packages beside the notebook",
      [
        "import { twice } from 'typed-package'; const t = twice(2);",
        "t.toFixed(); twice('x')",
      ],
      ["2:1:19 TS2345"],
    ],
    [
      "packages without types: anything",
      ["import plain from 'plain-package';", "plain.anything.goes()"],
    ],
    [
      "packages that are not there",
      ["import x from 'nowhere';"],
      ["1:1:14 TS2307"],
    ],
    [
      "packages of the kernel's own that only a browser can load: nothing",
      ["import Plotly from 'plotly.js-dist';"],
      ["1:1:19 TS2307"],
    ],
    [
      "our library",
      [
        "import { Pool } from 'romanesco'; const pool = new Pool(4);",
        "(await pool.map((n: number) => n * 2, [1]))[0]!.toFixed(); void pool.map((n: number) => n, ['x'])",
      ],
      ["2:1:92 TS2322"],
    ],
    [
      "a package of the kernel's own, in a folder that has none",
      ["import sharp from 'sharp';\nsharp('a.jpg').blur(2).none"],
      ["1:2:23 TS2339"],
    ],
    [
      "tslab, in a folder that has none",
      [
        "import * as tslab from 'tslab';",
        "tslab.display.html('<b>x</b>'); tslab.display.none",
      ],
      ["2:1:46 TS2339"],
    ],
    [
      "globals that a cell declares",
      ["declare global { var mine: number }", "mine.toFixed(); mine.trim()"],
      ["2:1:21 TS2339"],
    ],
  ],
  "goes on, as in one file, with the narrower type of": [
    [
      "a constant that was tested",
      [
        "const v = new Map([['a', 1]]).get('a'); if (v === undefined) throw new Error('no a');",
        "v + 1; const f = () => v.toFixed(); v.trim()",
      ],
      ["2:1:38 TS2339"],
    ],
    [
      "a constant that a later cell tested",
      [
        "const v = new Map([['a', 1]]).get('a');",
        "if (v === undefined) throw new Error('no a');",
        "v + 1",
      ],
    ],
    [
      "a constant that was asserted",
      [
        "import assert from 'node:assert'; const v = [1].at(0); const w: unknown = 'x'",
        "assert(v); assert(typeof w === 'string')",
        "v + 1; w.trim()",
      ],
    ],
    [
      "a constant of a union with names of types",
      [
        "type Good = { ok: true; n: number }; type Answer = Good | { ok: false };\nfunction ask(): Answer { return { ok: true, n: 1 } }",
        "const answer = ask(); if (!answer.ok) throw new Error();",
        "answer.n.toFixed(); const good: Good = answer",
      ],
    ],
    [
      "a variable that was given a value",
      [
        "interface T { a: number } let data: T | null = null; data = { a: 1 };",
        "data.a.toFixed()",
        "data = null; data = { a: 2 }; data.a",
        "data.a.toFixed(); data.b",
      ],
      ["4:1:23 TS2339"],
    ],
    [
      "a variable that a later cell gave a value",
      ["let data: number[] | null = null;", "data = [1];", "data.length"],
    ],
    [
      "a variable with a first value of one of its types",
      [
        "let x: number | string = 5;",
        "x.toFixed(1); x = 'a'; x.trim()",
        "x.trim()",
      ],
    ],
    [
      "a variable without a type, by its values",
      ["let x; x = 5;", "x.toFixed(); x.trim()"],
      ["2:1:15 TS2339"],
    ],
    [
      "a variable, in a class of the cell",
      [
        "let shape: Box | undefined; class Box { side = 1 } shape = new Box();",
        "shape.side.toFixed()",
      ],
    ],
    [
      "a variable of a few words that may be missing, as any of these",
      [
        'let color: "red" | "blue" | undefined; color = "red" as typeof color; if (!color) throw new Error();',
        'const c: "red" | "blue" = color; if (color === "blue") color = undefined;',
      ],
    ],
    [
      "a member that was tested",
      [
        "const order = { customer: new Map([['a', { name: 'A' as string | null }]]).get('a'), rows: [1, null] };",
        "if (order.customer === undefined) throw new Error(); if (order.rows[0] === null) throw new Error();",
        "if (!order.customer?.name) throw new Error('no name');",
        "order.customer.name.trim(); order['customer'].name.none; order.rows[0] + 1;",
        "const f = () => order.customer.name;",
      ],
      ["4:1:51 TS2339", "5:1:16 TS18048"],
    ],
    [
      "a member that was asserted, and one that was assigned",
      [
        "import assert from 'node:assert'; interface State { last?: string; count: number | null } let state: State = { count: null };",
        "assert(state.last); state.count = 1;",
        "state.last.trim() + state.count.toFixed(); state.none",
        "state = { count: 1 };",
        "state.last.trim()",
      ],
      ["3:1:49 TS2339", "5:1:0 TS18048"],
    ],
    [
      "a member of a choice of objects",
      [
        "type Answer = { kind: 'good'; value?: { n: number } } | { kind: 'bad' };",
        "declare function ask(): Answer; const answer = ask(); if (answer.kind !== 'good' || !answer.value) throw new Error();",
        "answer.value.n.toFixed(); answer.kind satisfies 'good';",
      ],
    ],
    [
      "a variable, and finds mistakes below at their place",
      [
        "let x: string | undefined; x = 'a';",
        "x.trim();\n  x.nothing; const n: number = x",
      ],
      ["2:2:4 TS2339", "2:2:19 TS2322"],
    ],
  ],
  "goes on with the declared type of": [
    [
      "a member that a later cell assigned, or put another object above",
      [
        "const o = { a: { b: 1 as number | null } as { b: number | null } | undefined };",
        "if (!o.a?.b) throw new Error();",
        "o.a.b.toFixed(); o.a.b = Math.random() > 1 ? 1 : null;",
        "o.a.b.toFixed();",
        "if (!o.a.b) throw new Error(); o.a = { b: 2 };",
        "o.a.b.toFixed();",
      ],
      ["4:1:0 TS18047", "6:1:0 TS18047"],
    ],
    [
      "a member that a function of a cell assigns",
      [
        "const o = { a: 1 as number | null }; function clear() { o.a = null }",
        "if (o.a === null) throw new Error();",
        "o.a.toFixed();",
      ],
      ["3:1:0 TS18047"],
    ],
    [
      "a member that holds one of several words",
      [
        "const o: { state: 'idle' | 'busy' } = { state: 'idle' };",
        "o.state = 'idle';",
        "if (o.state === 'busy') o;",
      ],
    ],
    [
      "a variable, where it is assigned",
      ["let x: number | string = 5;", "x = 'text'; x = true"],
      ["2:1:12 TS2322"],
    ],
    [
      "a variable that a later cell assigned",
      [
        "let x: string | null = 'a';",
        "x.trim(); x = Math.random() > 2 ? 'b' : null",
        "x.trim()",
      ],
      ["3:1:0 TS18047"],
    ],
    [
      "a variable in functions, which may run after any cell",
      ["let x: string | null = 'a';", "const f = () => x.length; x.length"],
      ["2:1:16 TS18047"],
    ],
    [
      "a variable that a function assigns",
      [
        "let x: string | null = null; function set() { x = 'a' } set(); x = 'b'",
        "x.trim()",
      ],
      ["2:1:0 TS18047"],
    ],
    [
      "a variable that a function of a later cell assigns",
      [
        "let x: string | null = 'a';",
        "x.trim(); function clear() { x = null }",
        "x.trim()",
      ],
      ["3:1:0 TS18047"],
    ],
    [
      "a variable that holds nothing, one of some words, or a switch",
      [
        "let data: { a: 1 } | null = null; let mode: 'a' | 'b' = 'a'; const on: boolean = false; const kind: 'x' | 'y' = 'x'",
        "if (data) data.a; mode === 'b'; on === true; kind === 'y'",
      ],
    ],
    [
      "a variable without a type that may have no value",
      ["let best; for (const n of [1]) if (n > 0) best = n;", "best.toFixed()"],
    ],
    [
      "a name that is declared again",
      [
        "let x: number | string = 5;",
        "let x: number | null = JSON.parse('1');",
        "x.toFixed()",
      ],
      ["3:1:0 TS18047"],
    ],
  ],
  "takes the newest declaration of": [
    ["a constant, over let", ["let a = 1;", "const a = 'x';", "a.trim()"]],
    [
      "a function, over a class",
      ["class A {}", "function A() { return 1 }", "A().toFixed()"],
    ],
    [
      "an interface, over a type",
      [
        "type T = string;",
        "interface T { a: number }",
        "const t: T = { a: 1 }",
      ],
    ],
    [
      "an import, over a variable",
      ["const join = 1;", "import { join } from 'node:path';", "join('a')"],
    ],
    [
      "a name, while older cells keep theirs",
      [
        "interface Row { a: number }",
        "const old: Row[] = [{ a: 1 }]; function first() { return old[0]! }",
        "interface Row { b: string }",
        "old[0]!.a.toFixed(); first().a.toFixed(); const n: Row = { b: 'x' }; const m: Row = first()",
      ],
      ["4:1:75 TS2741"],
    ],
    [
      "a name that shadows a global",
      [
        "class Event { mine = 1 } const name = 'x';",
        "new Event().mine.toFixed(); name.trim()",
      ],
    ],
    [
      "a name used for its own new value",
      [
        "const data = [1, 2];",
        "const big = data.map((n) => n * 2);",
        "const data = big.map(String);",
        "data[0]!.trim(); big[0]!.toFixed()",
      ],
    ],
  ],
};
import { readHere } from "../reading/read-here.ts";

const folder = new NotebookFolder({
  "local.ts":
    "export interface H { a: number }\nexport function helper(): H { return { a: 1 } }",
  "romanesco.d.ts": `export declare class Pool {
    constructor(n: number);
    map<A, R>(fn: (a: A) => R, items: NoInfer<A>[]): Promise<Awaited<R>[]>;
  }`,
  "node_modules/typed-package/package.json":
    '{ "name": "typed-package", "version": "1.0.0", "types": "index.d.ts" }',
  "node_modules/typed-package/index.d.ts":
    "export declare function twice(n: number): number;",
  "node_modules/plain-package/package.json":
    '{ "name": "plain-package", "version": "1.0.0", "main": "index.js" }',
  "node_modules/plain-package/index.js": "module.exports = {};",
});
const service = new LanguageService(
  {
    directory: folder.path,
    libTypes: `${folder.path}/romanesco.d.ts`,
    timeoutMs: 20_000,
  },
  readHere(),
);

beforeAll(() => service.start());
beforeEach(() => service.reset());
afterAll(() => {
  service.dispose();
  folder.remove();
});

describe.each(Object.entries(rows))("the type checker %s", (_, table) => {
  test.each(table)("%s", async (_, cells, expected = []) => {
    expect(await runNotebook(cells)).toEqual(expected);
  });
});

async function runNotebook(cells: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const [index, code] of cells.entries()) {
    const id = index + 1;
    const diagnostics = await service.check({ id, code });
    if ("unavailable" in diagnostics) throw new Error("no type checker");
    for (const { line, column, code } of diagnostics)
      found.push(`${id}:${line}:${column} ${code}`);
    await service.commit({ id, code });
  }
  return found;
}
