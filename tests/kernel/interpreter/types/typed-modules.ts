import fc from "fast-check";

/**
 * Random modules of declarations whose types are written, inferred, generic, narrowed. A line asks after each: the error
 * of `value satisfies never` says which type the checker has for a value.
 */
export type TypedModule = string[];

interface State {
  /** Expressions of values that are declared by now. */
  values: string[];
  next: number;
}

type Pick = <T>(list: T[]) => T;

/**
 * What declares names (`_` is the end of each), with expressions to ask after; `@` is an earlier value. Those in brackets are
 * not used further: a literal type that a declaration file holds widens no more (`let n = size` after `const size = big ? 9 : 5`).
 */
type Shape = [declaration: string, ...asked: string[]];

const shapes: Shape[] = [
  // Values.
  ["const a_ = @;", "(a_)"],
  ["let a_ = @;", "a_"],
  ["var a_ = @;", "a_"],
  ["const a_ = { x: @, y: [@], z: { w: 1 } };", "a_", "a_.z.w"],
  [
    "const a_ = { x: 1, y: 'b', n: null, u: undefined } as const;",
    "a_",
    "a_.y",
  ],
  ["const a_ = ['p', 'q'] as const;", "a_", "a_[0]", "a_[1]"],
  ["const a_ = [@, @];", "a_", "a_[0]"],
  ["const a_ = [1, 'two', null];", "a_"],
  [
    "const a_ = -1, b_ = 1n, c_ = `t`, d_ = /r/, e_ = !0;",
    "a_",
    "b_",
    "c_",
    "d_",
    "e_",
  ],
  ["let a_ = -1, b_ = 1n, c_ = `t${1}`, d_ = true;", "a_", "b_", "c_"],
  ["const a_: Record<string, number | undefined> = {};", "a_", "a_.q"],
  ["const a_ = new Map([['k', @]]);", "a_", "a_.get('k')"],
  ["const a_ = new Set<1 | 2>([1]);", "a_"],
  ["const a_ = await Promise.resolve(@);", "a_"],
  ["const a_ = Promise.all([1, Promise.resolve('s')]);", "a_", "await a_"],
  ["const a_ = Symbol(); const b_ = { [a_]: 1 };", "a_", "b_", "b_[a_]"],
  ["const { x: a_, ...b_ } = { x: @, y: 2, z: 's' };", "a_", "b_"],
  [
    "const [a_, [b_ = 1], ...c_] = [1, [undefined as number | undefined], 's', 't'] as const;",
    "a_",
    "b_",
    "c_",
  ],
  ["const a_ = [1, 2, 3].map((n) => ({ n, s: String(n) }));", "a_", "a_[0]"],
  ["const a_ = Object.entries({ p: @ });", "a_"],
  [
    "const a_ = { m() { return this.n; }, n: 1, get g() { return @; }, set g(v) {} };",
    "a_",
    "a_.m",
    "a_.g",
  ],
  ["const a_ = [{ k: 1 }, { k: 2, l: 's' }];", "a_", "a_[1]"],
  ["const a_ = Math.random() > 2 ? @ : @;", "(a_)"],
  [
    "const a_ = { deep: { deeper: [{ v: 1 as 1 | 2 }] } } satisfies object;",
    "a_",
  ],
  ["const a_ = JSON.parse('1');", "a_", "a_.anything"],
  ["const a_ = (0 as unknown), b_ = (0 as never);", "a_", "b_"],
  [
    "const a_ = (x: number, y?: string | undefined, ...z: boolean[]) => [x, y, z] as const;",
    "a_",
    "a_(1)",
  ],
  ["const a_ = async function* (n: number) { yield n; return @; };", "a_"],
  ["const a_ = <const T,>(x: T) => x;", "a_", "a_({ q: [1] })"],
  ["using a_ = { n: @, [Symbol.dispose]() {} };", "a_.n"],
  ["do { var a_ = @, b_ = { n: 1 }; } while (b_.n < 0);", "a_", "b_"],
  // Functions.
  ["function f_() { return @; }", "f_", "f_()"],
  [
    "function f_(x: number, y = 's', { z, w = 1 }: { z?: string; w?: number } = {}) { return { x, y, z, w }; }",
    "f_(1)",
  ],
  ["function f_(x: number, y = 's', z = @) { return { x, y, z }; }", "f_(1)"],
  [
    "function f_<T extends object, K extends keyof T>(o: T, k: K) { return o[k]; }",
    "f_",
    "f_({ a: 1 }, 'a')",
  ],
  [
    "function f_(x: string): number;\nfunction f_(x: number): string;\nfunction f_(x: any): any { return x; }",
    "f_",
    "f_('s')",
    "f_(1)",
  ],
  [
    "function* f_() { const got: string = yield 1; yield got; return @; }",
    "f_",
    "[...f_()]",
  ],
  [
    "async function f_(n: number) { if (n > 1) return null; return [n]; }",
    "f_",
    "await f_(1)",
  ],
  [
    "function f_(x: unknown): x is string { return typeof x === 'string'; }",
    "f_",
  ],
  [
    "function f_(x: string | number) { return typeof x === 'string'; }",
    "f_",
    "[1, 's'].filter(f_)",
  ],
  ["function f_(x: unknown): asserts x { if (!x) throw 0; }", "f_"],
  [
    "function f_(this: { n: number }, ...rest: [a: 1, b?: 2]) { return this.n; }",
    "f_",
  ],
  [
    "function f_(n: number): typeof n[] { return n ? [n] : f_(n - 1); } namespace f_ { export const extra = @; }",
    "f_",
    "f_.extra",
  ],
  ["function f_() { class Inner { v = @; } return new Inner(); }", "f_().v"],
  [
    "function f_() { return (x: number) => (y: string) => ({ x, y }); }",
    "f_",
    "f_()(1)('s')",
  ],
  ["function f_(x = @, y = [x]) { return y; }", "f_()"],
  // Classes.
  [
    "class C_ { p = @; #q = 1; private r = 's'; protected s = 2; static t = @; readonly u = 'lit'; v?: number; declare w: string; get g() { return this.#q; } set g(x: number) {} m(x = 1) { return this; } static make() { return new C_(); } }",
    "C_",
    "new C_()",
    "new C_().p",
    "C_.t",
    "new C_().u",
    "new C_().v",
    "new C_().g",
    "new C_().m()",
    "C_.make()",
  ],
  [
    "class C_<T = string> { constructor(public x: T, protected readonly y: number = 1, z?: T[]) {} map<U>(f: (x: T) => U) { return new C_(f(this.x)); } }",
    "new C_(1)",
    "new C_('s').map",
    "new C_(1).map(String)",
  ],
  [
    "abstract class C_ { abstract a(): number; b() { return this.a(); } static #c = 1; } class D_ extends C_ { override a() { return 1; } c = super.b; }",
    "C_",
    "new D_().b",
    "new D_().c",
  ],
  [
    "class C_ { [key: string]: number | (() => number); m() { return 1; } }",
    "new C_().q",
    "new C_().m",
  ],
  [
    "class C_ { static { this.n = 1; } static n: number; accessor acc = 1; [Symbol.iterator] = function* () { yield 1; }; 'quoted key' = 1; 5 = 'five'; }",
    "new C_().acc",
    "[...new C_()]",
    "new C_()['quoted key']",
    "new C_()[5]",
  ],
  [
    "const M_ = <B extends new (...args: any[]) => object>(Base: B) => class extends Base { mixed = @; }; class C_ extends M_(Object) { own = 1; }",
    "new C_().mixed",
    "new C_().own",
  ],
  ["const K_ = class { n = @; static s = 1; };", "K_.s", "new K_().n"],
  [
    "class C_ extends Array<number> { total() { return this.reduce((a, b) => a + b, 0); } }",
    "new C_().total()",
    "new C_()[0]",
  ],
  [
    "class C_ extends Error { override name = 'C' as const; constructor(readonly code: 1 | 2) { super(); } }",
    "new C_(1).name",
    "new C_(1).code",
  ],
  [
    "class C_ { constructor(private readonly secret: string, public n: number) {} same(other: C_) { return this.secret === other.secret; } }",
    "new C_('s', 1)",
    "new C_('s', 1).same",
  ],
  [
    "class C_ { private constructor() {} static one = new C_(); }",
    "C_.one",
    "new C_()",
  ],
  [
    "class C_ { async m() { return this.n; } n = 1; *g() { yield this; } is(): this is C_ & { extra: 1 } { return true; } }",
    "await new C_().m()",
    "new C_().g",
    "new C_().is",
  ],
  [
    "const k_ = Symbol(); class C_ { [k_] = @; static [k_] = 1; }",
    "new C_()[k_]",
    "C_[k_]",
  ],
  // Types.
  [
    "interface I_ { a: number; b?: string; m(x: this): void; readonly [n: number]: string } const i_ = {} as I_;",
    "i_",
    "i_.b",
    "i_.m",
    "i_[0]",
  ],
  [
    "interface I_<T> { v: T; next?: I_<T> } interface J_ extends I_<string> { w: 1 } declare const j_: J_;",
    "({} as J_)",
    "({} as J_).next",
  ],
  [
    "type T_ = { kind: 'a'; n: number } | { kind: 'b'; s: string }; function g_(t: T_) { return t.kind === 'a' ? t.n : t.s; }",
    "({} as T_)",
    "g_",
    "({} as Extract<T_, { kind: 'a' }>).n",
  ],
  ["type T_<X> = X extends (infer Y)[] ? Y : never;", "({} as T_<string[]>)"],
  [
    "type T_ = { [K in 'p' | 'q' as `get${Uppercase<K>}`]: () => K };",
    "({} as T_)",
    "({} as T_).getP",
  ],
  [
    "type T_ = typeof globalThis extends { Map: infer M } ? M : 0; type U_ = `${number}px`; const u_: U_ = '1px';",
    "({} as T_)",
    "u_",
  ],
  [
    "enum E_ { A, B = 5, C, D = 'd' }",
    "E_",
    "E_.A",
    "E_.C",
    "E_.D",
    "({} as E_)",
  ],
  ["enum E_ { A = 'x'.length, B = 1 << 3 }", "E_.A", "E_.B"],
  ["const enum E_ { A = 1, B = A * 2 }", "E_.B", "({} as E_.A)"],
  [
    "namespace N_ { export const v = @; export interface I { a: 1 } export function f() { return v; } const hidden = 1; export namespace Deep { export type T = 'deep'; } }",
    "N_.v",
    "N_.f",
    "({} as N_.I)",
    "({} as N_.Deep.T)",
    "(N_ as any).hidden",
  ],
  [
    "type Rec_ = string | Rec_[] | { [k: string]: Rec_ }; const r_ = ['s', ['t']] as Rec_;",
    "r_",
    "({} as Rec_)",
  ],
  [
    "interface Opts_ { size: number; color?: 'red' | 'blue' } const o_: Partial<Opts_> & { extra: boolean } = { extra: true };",
    "o_",
    "o_.size",
    "o_.color",
  ],
  // Imports.
  [
    "import { readFileSync as r_, type Stats as S_ } from 'node:fs';",
    "r_('x')",
    "({} as S_).size",
  ],
  [
    "import p_, { type ParsedPath as P_ } from 'node:path';",
    "p_.sep",
    "({} as P_)",
  ],
  ["import * as fs_ from 'node:fs/promises';", "fs_.readFile('x')"],
  [
    "import type { EventEmitter as E_ } from 'node:events'; let e_: E_ | undefined;",
    "({} as E_).listeners",
  ],
  [
    "import { helper as h_, type H as H_ } from './local.ts';",
    "h_()",
    "({} as H_).a",
    "({} as H_)",
  ],
  ["import x_ = require('node:os');", "x_.cpus"],
  // What is known further down.
  [
    "const a_ = new Map([['k', @]]).get('k'); if (a_ === undefined) throw 0;",
    "a_",
  ],
  ["const a_ = new Map([['k', 1]]).get('k');", "a_"],
  ["let a_: number | string = 5;", "a_", "a_.toFixed"],
  ["let a_: { n: number } | null = null; a_ = { n: 1 };", "a_", "a_.n"],
  ["const a_: unknown = 1; if (typeof a_ !== 'number') throw 0;", "a_"],
  [
    "const a_ = { v: 1 as number | undefined }; if (a_.v === undefined) throw 0;",
    "a_.v",
  ],
  // In brackets: read inside a function or a class these are `any` in a module, but what they came to for a later cell.
  ["let a_; a_ = @;", "(a_)"],
  ["const a_ = []; a_.push(1);", "(a_)"],
  [
    "const a_ = {} as { kind: 'a'; n: number } | { kind: 'b'; s: string }; if (a_.kind !== 'a') throw 0;",
    "a_",
    "a_.n",
  ],
  // Mistakes.
  ["const a_: string = @;", "a_"],
  ["const a_ = nobody_;", "a_"],
  ["const a_ = (@).nothing_;"],
  ["(@).toFixed(1);"],
  ["const a_ = 1; a_ = 2;"],
  ["class C_ { n: number; }"],
  ["function f_(x) { return x; }", "f_"],
];

const asked = (expression: string) => `(${expression}) satisfies never;`;

function makeModule(pick: Pick, count: number): TypedModule {
  const state: State = { values: ["1", '"s"'], next: 0 };
  const statements: TypedModule = [];
  const fresh: string[] = [];
  for (let index = 0; index < count; index++) {
    const own = String(state.next++);
    const [declaration, ...questions] = pick(shapes).map((text) =>
      text
        .replace(/_\b/g, `_${own}`)
        // As the checker writes texts.
        .replaceAll("'", '"')
        .replaceAll("@", () => pick(state.values)),
    );
    statements.push(declaration!);
    state.values.push(
      ...questions.slice(0, 2).filter((each) => !each.startsWith("(")),
    );
    fresh.push(...questions);
    statements.push(asked(pick(fresh)));
  }
  statements.push(...fresh.map(asked));
  return statements;
}

/** A line each, unless a declaration has several; the shape's names are its own. */
export const typedModules: fc.Arbitrary<TypedModule> = fc
  .tuple(fc.integer({ min: 1, max: 10 }), fc.infiniteStream(fc.nat(1_000_000)))
  .map(([count, stream]) =>
    makeModule((list) => {
      const { value } = stream.next();
      return list[(value as number) % list.length]!;
    }, count),
  );
