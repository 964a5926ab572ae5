import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Session } from "./session.ts";

/** Functions written in cells that run elsewhere: cells, then an expression over `pool`, then what it comes to. */
type Row = [
  title: string,
  cells: string[],
  expected: string | { error: string; at?: string[] },
];

const rows: Row[] = [
  [
    "an arrow with a constant and another function",
    [
      "const base = 100; const twice = (n: number) => 2 * n; const f1 = (n: number) => twice(n) + base",
      "await pool.map(f1, [1, 2])",
    ],
    "[ 102, 104 ]",
  ],
  [
    "a package of the kernel's own, in a folder without packages",
    [
      'import sharp from "sharp"; const kind = () => typeof sharp',
      "await pool.map(kind, [1])",
    ],
    "[ 'function' ]",
  ],
  [
    "a local file that imports a package of the kernel's own",
    [
      'import { kind as ofFile } from "./encode.ts"',
      "[ofFile(), ...(await pool.map(ofFile, [1]))]",
    ],
    "[ 'function', 'function' ]",
  ],
  [
    "a static method, and one bound to its instance with private fields",
    [
      "class Scale { #k: number; constructor(k: number) { this.#k = k } times(x: number) { return this.#k * x } static twice(x: number) { return 2 * x } }\nconst three = new Scale(3)",
      "[await pool.map(Scale.twice, [1, 2]), await pool.map(three.times.bind(three), [1, 2])]",
    ],
    "[ [ 2, 4 ], [ 3, 6 ] ]",
  ],
  [
    "a method of an object, by itself, within its object, and with what it captured",
    [
      "const tools = { add(x: number) { return x + 1 } }\nconst sums: number[][] = []\n{ const k = 5; const inner = { async plus(x: number) { return x + k } }; sums.push(await pool.map(inner.plus, [1])) }",
      "[await pool.map(tools.add, [1]), await pool.map((x: number) => tools.add(x), [2]), ...sums]",
    ],
    "[ [ 2 ], [ 3 ], [ 6 ] ]",
  ],
  [
    "an error of a method, with its place",
    [
      "const faulty = {\n  fail(x: number): number { throw new Error(`no ${x}`) }\n}",
      "await pool.map(faulty.fail, [1])",
    ],
    { error: "no 1", at: ["cell [", ":2:"] },
  ],
  [
    "a method that uses super, with what to write instead",
    [
      "const child = { __proto__: { f: () => 1 }, f(x: number) { return super.toString() + x } }",
      "await pool.map(child.f, [1])",
    ],
    { error: "send a function that calls the method: (x) => object.method(x)" },
  ],
  [
    "an import of the library while it runs",
    [
      'const exported = async () => typeof (await import("romanesco")).Pool',
      "await pool.apply(exported)",
    ],
    "'function'",
  ],
  [
    "functions that start pools of their own, for themselves and with instances of classes",
    [
      "class Part { #xs: number[]; constructor(xs: number[]) { this.#xs = xs } get xs() { return this.#xs } }\n" +
        "async function mergeSort(part: Part, depth: number): Promise<Part> {\n" +
        "  if (depth === 0) return new Part(part.xs.toSorted((a, b) => a - b))\n" +
        "  const middle = part.xs.length >> 1\n" +
        "  await using inner = new ThreadPool(2)\n" +
        "  const halves = await inner.starmap(mergeSort, [[new Part(part.xs.slice(0, middle)), depth - 1], [new Part(part.xs.slice(middle)), depth - 1]])\n" +
        "  return new Part(halves.flatMap((each) => each.xs).toSorted((a, b) => a - b))\n" +
        "}",
      "(await pool.apply(mergeSort, [new Part([5, 3, 9, 1, 7, 2]), 2])).xs",
    ],
    "[ 1, 2, 3, 5, 7, 9 ]",
  ],
  [
    "a function of a variable that starts a process for itself, and gets its error by class",
    [
      "class Deep extends Error { constructor(readonly level: number) { super('deep') } }\n" +
        "const dig = async (level: number): Promise<number> => {\n" +
        "  if (level === 2) throw new Deep(level)\n" +
        "  const inner = new Pool(1)\n" +
        "  try { return await inner.apply(dig, [level + 1]) } catch (error) { return error instanceof Deep ? 10 * error.level : -1 } finally { inner.terminate() }\n" +
        "}",
      "await pool.apply(dig, [1])",
    ],
    "20",
  ],
  [
    "a function written inside a task, which a worker cannot send on",
    [
      "const inlined = async () => { const inner = new ThreadPool(1); try { return await inner.map((x: number) => x, [1]) } finally { inner.terminate() } }",
      "await pool.apply(inlined)",
    ],
    {
      error:
        "from a worker, functions at the top level of a cell can be sent on: declare it there, and pass what it captures as arguments",
    },
  ],
  [
    "workers inside workers without an end",
    [
      "const deeper = async (n: number): Promise<number> => { const inner = new ThreadPool(1); try { return 1 + await inner.apply(deeper, [n + 1]) } finally { inner.terminate() } }",
      "await pool.apply(deeper, [0])",
    ],
    { error: "5 levels deep" },
  ],
  [
    "an initializer that sets a variable of the block around it, which tasks would not see",
    [
      "1",
      "{ let table: number[] = []; const fill = () => { table = [1] }; new ThreadPool({ workers: 1, initializer: fill }) }",
    ],
    { error: 'the initializer sets "table", a variable of the block' },
  ],
  [
    "recursion",
    [
      "function fact(n: number): number { return n < 2 ? 1 : n * fact(n - 1) }",
      "await pool.map(fact, [3, 5])",
    ],
    "[ 6, 120 ]",
  ],
  [
    "recursion of an arrow",
    [
      "const fact2 = (n: number): number => n < 2 ? 1 : n * fact2(n - 1)",
      "await pool.map(fact2, [3, 5])",
    ],
    "[ 6, 120 ]",
  ],
  [
    "mutual recursion",
    [
      "function isEven(n: number): boolean { return n === 0 || isOdd(n - 1) }\nfunction isOdd(n: number): boolean { return n !== 0 && isEven(n - 1) }",
      "await pool.map(isEven, [3, 4])",
    ],
    "[ false, true ]",
  ],
  [
    "a captured typed array",
    [
      "const table = Float64Array.of(1, 4, 9); const f2 = (i: number) => table[i]",
      "await pool.map(f2, [0, 2])",
    ],
    "[ 1, 9 ]",
  ],
  [
    "a captured long array of numbers",
    [
      "const long = Array.from({ length: 1000 }, (_, i) => i); const f3 = (i: number) => [Array.isArray(long), long[i]]",
      "await pool.map(f3, [999])",
    ],
    "[ [ true, 999 ] ]",
  ],
  [
    "a captured Map and Set",
    [
      "const ages = new Map([['a', 1]]); const known = new Set(['a']); const f4 = (k: string) => [ages.get(k), known.has(k)]",
      "await pool.map(f4, ['a', 'b'])",
    ],
    "[ [ 1, true ], [ undefined, false ] ]",
  ],
  [
    "captured data with a cycle",
    [
      "const ring: any = { n: 1 }; ring.self = ring; const f5 = () => ring.self.self.n",
      "await pool.map(f5, [0])",
    ],
    "[ 1 ]",
  ],
  [
    "a builtin import",
    [
      "import { join } from 'node:path'; const f6 = (s: string) => join(s, 'x')",
      "await pool.map(f6, ['a'])",
    ],
    "[ 'a/x' ]",
  ],
  [
    "a namespace import",
    [
      "import * as os from 'node:os'; const f7 = () => typeof os.cpus",
      "await pool.map(f7, [0])",
    ],
    "[ 'function' ]",
  ],
  [
    "an imported function itself",
    [
      "import { basename } from 'node:path'",
      "await pool.map(basename, ['/a/b'])",
    ],
    "[ 'b' ]",
  ],
  [
    "a member of a namespace",
    [
      "import * as path from 'node:path'",
      "await pool.map(path.dirname, ['/a/b'])",
    ],
    "[ '/a' ]",
  ],
  [
    "a local TypeScript file",
    [
      "import { thrice } from './work.ts'; const f8 = (n: number) => thrice(n)",
      "await pool.map(f8, [2])",
    ],
    "[ 6 ]",
  ],
  [
    "a dynamic import inside",
    [
      "const f9 = async () => (await import('node:path')).sep",
      "await pool.map(f9, [0])",
    ],
    "[ '/' ]",
  ],
  [
    "an enum",
    [
      "enum Color { Red, Blue } const f10 = (c: Color) => Color[c]",
      "await pool.map(f10, [Color.Blue])",
    ],
    "[ 'Blue' ]",
  ],
  [
    "an async function",
    [
      "const f11 = async (n: number) => { await null; return n + 1 }",
      "await pool.map(f11, [1])",
    ],
    "[ 2 ]",
  ],
  [
    "a generator used inside",
    [
      "function* upTo(n: number) { for (let i = 0; i < n; i++) yield i }\nconst f12 = (n: number) => [...upTo(n)]",
      "await pool.map(f12, [3])",
    ],
    "[ [ 0, 1, 2 ] ]",
  ],
  [
    "a memo table stays in its worker",
    [
      "const memo = new Map<number, number>(); function fib(n: number): number { if (n < 2) return n; if (!memo.has(n)) memo.set(n, fib(n - 1) + fib(n - 2)); return memo.get(n)! }",
      "[await pool.map(fib, [50]), memo.size]",
    ],
    "[ [ 12586269025 ], 0 ]",
  ],
  [
    "an instance as argument",
    [
      "class Point { constructor(public x: number) {} double() { return 2 * this.x } } const f13 = (p: Point) => p.double()",
      "await pool.map(f13, [new Point(4)])",
    ],
    "[ 8 ]",
  ],
  [
    "an instance as result",
    [
      "const f14 = (x: number) => new Point(x)",
      "const got14 = await pool.map(f14, [7]); [got14[0] instanceof Point, got14[0].double()]",
    ],
    "[ true, 14 ]",
  ],
  [
    "private fields there and back",
    [
      "class Account { #n = 1; #log: string[] = []; constructor(readonly owner: string) { this.#log.push('opened') } add(k: number) { this.#n += k; return this } get state() { return [this.#n, this.#log.length] } } const f15 = (a: Account) => a.add(10)",
      "const got15 = await pool.map(f15, [new Account('me').add(1)]); [got15[0].state, got15[0].owner]",
    ],
    "[ [ 12, 1 ], 'me' ]",
  ],
  [
    "private fields of a subclass",
    [
      "class Base { #b = 1; b() { return ++this.#b } } class Sub extends Base { #s: number; constructor(s: number) { super(); this.#s = s } s() { return this.#s + this.b() } } const f16 = (s: Sub) => s.s()",
      "await pool.map(f16, [new Sub(10)])",
    ],
    "[ 12 ]",
  ],
  [
    "a class that extends an imported one",
    [
      "import { EventEmitter } from 'node:events'; class Bell extends EventEmitter { ring() { let n = 0; this.on('r', () => n++); this.emit('r'); return n } } const f17 = () => new Bell().ring()",
      "await pool.map(f17, [0])",
    ],
    "[ 1 ]",
  ],
  [
    "instances inside data",
    [
      "const f18 = (o: { p: Point }[]) => o[0].p.double()",
      "await pool.map(f18, [[{ p: new Point(3) }]])",
    ],
    "[ 6 ]",
  ],
  [
    "a closure returned by a function",
    [
      "const adder = (k: number) => (n: number) => n + k",
      "await pool.map(adder(5), [1, 2])",
    ],
    "[ 6, 7 ]",
  ],
  [
    "a closure over a closure",
    [
      "const compose = <A,>(f: (a: A) => A, g: (a: A) => A) => (a: A) => f(g(a))",
      "await pool.map(compose(adder(1), adder(2)), [0])",
    ],
    "[ 3 ]",
  ],
  [
    "a closure that captures itself",
    [
      "const makeDown = () => { const down = (n: number): number => n ? down(n - 1) : -1; return down }",
      "await pool.map(makeDown(), [3])",
    ],
    "[ -1 ]",
  ],
  [
    "a nested function declaration",
    [
      "function makeSquare() { const k = 2; return square2; function square2(n: number) { return n ** k } }",
      "await pool.map(makeSquare(), [3])",
    ],
    "[ 9 ]",
  ],
  [
    "a loop variable",
    [
      "const fs: ((n: number) => number)[] = []; for (let i = 1; i < 3; i++) fs.push((n) => n * i)",
      "[await pool.map(fs[0], [10]), await pool.map(fs[1], [10])]",
    ],
    "[ [ 10 ], [ 20 ] ]",
  ],
  [
    "a local that hides a top-level name",
    [
      "const hide = 1; const makeHidden = () => { const hide = 2; return () => hide }",
      "await pool.map(makeHidden(), [0])",
    ],
    "[ 2 ]",
  ],
  ["an inline arrow", ["await pool.map((n: number) => n * n, [3])"], "[ 9 ]"],
  [
    "functions as arguments",
    [
      "const apply2 = (f: (n: number) => number) => f(20)",
      "await pool.map(apply2, [adder(1), adder(2)])",
    ],
    "[ 21, 22 ]",
  ],
  ["a built-in function", ["await pool.map(Math.sqrt, [4, 9])"], "[ 2, 3 ]"],
  [
    "a bound function",
    [
      "function greet(this: { hi: string }, name: string) { return this.hi + name }",
      "await pool.map(greet.bind({ hi: 'hi ' }), ['you'])",
    ],
    "[ 'hi you' ]",
  ],
  [
    "a name redefined later reaches the running pool",
    [
      "const step = () => 1; const f19 = () => step()",
      "await pool.map(f19, [0])",
      "function step() { return 2 }",
      "await pool.map(f19, [0])",
    ],
    "[ 2 ]",
  ],
  [
    "data changed later reaches the running pool",
    [
      "let level = 1; const f20 = () => level",
      "await pool.map(f20, [0])",
      "level = 5",
      "await pool.map(f20, [0])",
    ],
    "[ 5 ]",
  ],
  [
    "a name of a global",
    [
      "const performance = 42; const f21 = () => performance",
      "await pool.map(f21, [0])",
    ],
    "[ 42 ]",
  ],
  [
    "special numbers",
    [
      "const f22 = (ns: number[]) => ns.map((n) => 1 / n)",
      "await pool.map(f22, [[-0, 0, Infinity]])",
    ],
    "[ [ -Infinity, Infinity, 0 ] ]",
  ],
  [
    "an error of its own class",
    [
      "class Bad extends Error { override name = 'Bad'; constructor(readonly code: number) { super('bad ' + code) } }\nconst f23 = (n: number) => { throw new Bad(n) }",
      "try { await pool.map(f23, [7]) } catch (e) { console.log(1) ; [e instanceof Bad, (e as Bad).code] }",
      "const e23 = await pool.map(f23, [7]).catch((e: unknown) => e); [e23 instanceof Bad, e23.code, e23.name, e23.message]",
    ],
    "[ true, 7, 'Bad', 'bad 7' ]",
  ],
  [
    "an error's cause",
    [
      "const f24 = () => { throw new Error('outer', { cause: new RangeError('inner') }) }",
      "const e24 = await pool.map(f24, [0]).catch((e: any) => e); [e24.cause instanceof RangeError, e24.cause.message]",
    ],
    "[ true, 'inner' ]",
  ],
  [
    "an error at the cell's line",
    [
      "// one\ninterface Gone { a: 1 }\nfunction f25(n: number) {\n  throw new TypeError('here')\n}",
      "await pool.map(f25, [1])",
    ],
    { error: "TypeError: here", at: ["cell [-1]:4:9", "cell [0]:1:12"] },
  ],
  [
    "an error in an inner callback",
    [
      "const f26 = (n: number) => [n].map((x) => {\n  throw new Error('deep')\n})",
      "await pool.map(f26, [1])",
    ],
    { error: "Error: deep", at: ["cell [-1]:2:9"] },
  ],
  [
    "a captured WeakMap is named",
    [
      "const holder = { inner: new WeakMap() }; const f27 = () => holder",
      "await pool.map(f27, [0])",
    ],
    { error: "holder.inner (used by f27, cell [-1], line 1) is a WeakMap" },
  ],
  [
    "a captured promise is named",
    [
      "const waiting = Promise.resolve(1); const f28 = () => waiting",
      "await pool.map(f28, [0])",
    ],
    {
      error:
        'variable "waiting" (used by f28, cell [-1], line 1) is a promise; await it',
    },
  ],
  [
    "a captured generator is named",
    [
      "const running = upTo(3); const f29 = () => running",
      "await pool.map(f29, [0])",
    ],
    {
      error:
        'variable "running" (used by f29, cell [-1], line 1) is a generator; turn it into an array',
    },
  ],
  [
    "a captured socket is named",
    [
      "import { Socket } from 'node:net'; const socket = new Socket(); const f30 = () => socket",
      "await pool.map(f30, [0])",
    ],
    { error: 'variable "socket" (used by f30, cell [-1], line 1)' },
  ],
  [
    "a place deep in a captured value is named",
    [
      "class Handlers { on = [{ handler: Symbol('no') }] } const known = [1, new Handlers()]",
      "// the user is on line two\nconst f33 = () => known",
      "await pool.map(f33, [0])",
    ],
    {
      error:
        "known[1].on[0].handler (used by f33, cell [-1], line 2) is a symbol",
    },
  ],
  [
    "a captured value of an inner function is named",
    [
      "const makeHolder = () => { const inner = { list: [new WeakSet()] }; return () => inner }",
      "await pool.map(makeHolder(), [0])",
    ],
    { error: "inner.list[0] (used by an inline function, cell [-1], line 1)" },
  ],
  [
    "a place in an argument is named",
    ["await pool.map((x: any) => 1, [{ deep: [Symbol('s')] }])"],
    { error: "deep[0] is a symbol" },
  ],
  [
    "a captured server is an open handle",
    [
      "import { createServer } from 'node:net'; const server = createServer(); const f34 = () => server.listening",
      "await pool.map(f34, [0])",
    ],
    {
      error:
        'variable "server" (used by f34, cell [-1], line 1) is a Server: open handles stay in their thread',
    },
  ],
  [
    "a captured timer is an open handle",
    [
      "const timer = setTimeout(() => {}, 0); const f35 = () => timer",
      "await pool.map(f35, [0])",
    ],
    { error: "is a Timeout: open handles stay in their thread" },
  ],
  [
    "a function as result",
    ["const f31 = () => () => 1", "await pool.map(f31, [0])"],
    { error: "is a function, which cannot be sent from a worker; return data" },
  ],
  [
    "a generator as result",
    ["await pool.map(upTo, [3])"],
    { error: "is a generator; turn it into an array" },
  ],
  [
    "a class declared inside a function",
    [
      "const makeHiddenClass = () => { class Hidden {} return () => new Hidden() }",
      "await pool.map(makeHiddenClass(), [0])",
    ],
    { error: "declare it at the top level of a cell" },
  ],
  [
    "a subclass of Map",
    [
      "class Count extends Map<string, number> {} const f32 = (m: Count) => m.size",
      "await pool.map(f32, [new Count()])",
    ],
    { error: "which extends Map; send a plain Map" },
  ],
  [
    "an arrow that uses this",
    [
      "class Holder { k = 2; make() { return (n: number) => n * this.k } }",
      "await pool.map(new Holder().make(), [1])",
    ],
    { error: "uses the `this` around it" },
  ],
  [
    "a symbol",
    ["await pool.map((s: symbol) => 1, [Symbol('s')])"],
    { error: "is a symbol" },
  ],
];

describe.each(["processes", "threads"])("functions of cells on %s", (kind) => {
  const session = new Session({
    "encode.ts":
      'import { encode } from "jpeg-js"; export const kind = () => typeof encode;\n',
    "work.ts": "export const thrice = (n: number): number => 3 * n;\n",
  });
  beforeAll(async () => {
    const { outcome } = await session.run(
      `import { Pool, ThreadPool } from "romanesco"; const pool = new Pool({ workers: 2, threads: ${kind === "threads"} })`,
    );
    expect(outcome).toMatchObject({ status: "ok" });
  });
  afterAll(() => session.close());

  test.each(rows)("%s", async (_title, cells, expected) => {
    for (const cell of cells.slice(0, -1)) {
      const { outcome } = await session.run(cell);
      expect(outcome).toMatchObject({ status: "ok" });
    }
    const last = session.next;
    const { outcome, text } = await session.run(cells.at(-1)!);
    if (typeof expected === "string") {
      expect(outcome).toMatchObject({ status: "ok" });
      expect(text?.replace(/\s+/g, " ")).toBe(expected);
      return;
    }
    if (outcome.status !== "error")
      throw new Error(`no error, but ${JSON.stringify(outcome)}`);
    const traceback = outcome.traceback.join("\n");
    expect(traceback).not.toContain("/dist/");
    for (const text of [expected.error, ...(expected.at ?? [])])
      expect(traceback).toContain(
        // Cells are counted back from the last one.
        text.replace(
          /cell \[(-?\d+)\]/,
          (_all, back: string) => `cell [${last + Number(back)}]`,
        ),
      );
  });

  test("a function that changes a captured variable is warned about, and changes its own copy", async () => {
    const cell = session.next;
    await session.run("let counter = 0;\nconst bump = () => ++counter");
    const { stderr, outcome } = await session.run(
      "await pool.map(bump, [0]); counter",
    );
    expect(outcome).toMatchObject({ result: { data: { "text/plain": "0" } } });
    expect(stderr).toContain(
      `"counter" is changed inside bump, cell [${cell}], line 2;`,
    );
  });

  test("captured shared memory is not copied to threads, and refused to processes by the variable's name", async () => {
    const cell = session.next;
    await session.run(
      'import { shared } from "romanesco"\nconst table = { rows: shared(new Int32Array(3)), raw: new SharedArrayBuffer(4) };\n' +
        "const write = (n: number) => { table.rows[n] = n; new Uint8Array(table.raw)[n] = n; return table.rows.byteLength }",
    );
    const { outcome, text } = await session.run(
      "[await pool.map(write, [1, 2]), [...table.rows], new Uint8Array(table.raw)].join(' | ')",
    );
    if (kind === "threads") expect(text).toBe("'12,12 | 0,1,2 | 0,1,2,0'");
    else
      expect(outcome).toMatchObject({
        status: "error",
        name: "SharedMemoryError",
        message: expect.stringContaining(
          `table.rows (used by write, cell [${cell}], line 3) is shared memory`,
        ),
      });
  });

  test("data that several variables hold brings its shared memory along in each", async () => {
    await session.run(
      "const part = { cells: shared(new Uint8Array(1)) }; const left = [part]; const right = [part]; const touch = (n: number) => left[0]!.cells[0]! += right[0]!.cells.length",
    );
    const { outcome, text } = await session.run(
      "await pool.map(touch, [0, 0]); part.cells[0]",
    );
    if (kind === "threads") expect(text).toBe("2");
    else expect(outcome).toMatchObject({ name: "SharedMemoryError" });
  });

  test("shared memory that an inner function captured is treated alike", async () => {
    await session.run(
      "const filler = () => { const own = shared(new Int32Array(2)); return { own, fill: (n: number) => { own[n] = 7 } } }; const made = filler()",
    );
    const { outcome, text } = await session.run(
      "await pool.map(made.fill, [0, 1]); made.own",
    );
    if (kind === "threads") expect(text).toContain("7, 7");
    else
      expect(outcome).toMatchObject({
        message: expect.stringContaining('variable "own" (used by fill'),
      });
  });

  test("prints come in the cell, in order for each worker, before its end", async () => {
    await session.run(
      "const chatty = (n: number) => { for (let i = 0; i < 500; i++) console.log(`${n}:${i}`) }",
    );
    const { stdout } = await session.run(
      "await pool.map(chatty, [1, 2, 3, 4])",
    );
    const lines = stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(2000);
    for (const n of [1, 2, 3, 4])
      expect(lines.filter((line) => line.startsWith(`${n}:`))).toEqual(
        Array.from({ length: 500 }, (_, i) => `${n}:${i}`),
      );
  });

  test("captured data is sent once to each worker", async () => {
    await session.run(
      "const big = new Float64Array(2_000_000).fill(1); const sumTo = (n: number) => { let s = 0; for (let i = 0; i < n; i++) s += big[i]; return s }",
    );
    await session.run("await pool.map(sumTo, [1, 2, 3, 4])");
    const { text } = await session.run(
      "const before = pool.timeline().length; await pool.map(sumTo, [10, 10]); pool.timeline().slice(before).reduce((sum, task) => sum + (task.bytes ?? 0), 0) < 100_000",
    );
    expect(text).toBe("true");
  });
});
