/**
 * What students, teachers and TypeScript programmers do in their first hours with a notebook, and what they would expect to
 * see: as data, each beside its cells.
 */
export interface Everyday {
  /** What a person does. */
  does: string;
  /** Cells in a row; what is expected is that of the last. */
  cells: string[];
  sees: Sees;
}

/** Texts are parts of what is shown, unless they are whole by `value` or `prints`. */
export interface Sees {
  /** text/plain of the result, whole; null for none. */
  value?: string | null;
  /** Part of the result's text. */
  shows?: string;
  /** All that is printed. */
  prints?: string;
  /** Part of what stands in red. */
  red?: string;
  /** Parts of the error, from its first line to its last frame. */
  error?: string[];
  /** MIME types of the displays and the result, and a part of each. */
  rich?: Record<string, string>;
  /** At most so many lines in all. */
  lines?: number;
}

const row = (does: string, cells: string | string[], sees: Sees): Everyday => ({
  does,
  cells: typeof cells === "string" ? [cells] : cells,
  sees,
});

const computing: Everyday[] = [
  row("uses the notebook as a calculator", "2 ** 10", { value: "1024" }),
  row("divides by zero", "1 / 0", { value: "Infinity" }),
  row("adds tenths", "0.1 + 0.2", { value: "0.30000000000000004" }),
  row("computes with large whole numbers", "2n ** 100n", {
    value: "1267650600228229401496703205376n",
  }),
  row("rounds for reading", "Math.PI.toFixed(2)", { value: "'3.14'" }),
  row("writes a text with a number in it", "const n = 3; `n is ${n}`", {
    value: "'n is 3'",
  }),
  row(
    "defines a function and calls it",
    ["function twice(x: number): number { return 2 * x }", "twice(21)"],
    { value: "42" },
  ),
  row(
    "calls a function above its definition",
    ["later(1); function later(x: number) { return x + 1 }", "later(2)"],
    { value: "3" },
  ),
  row(
    "writes an arrow function",
    ["const inc = (x: number) => x + 1", "inc(1)"],
    {
      value: "2",
    },
  ),
  row(
    "runs a definition again with another type",
    ["const again = 1", "const again = 'one'", "again.toUpperCase()"],
    { value: "'ONE'" },
  ),
  row(
    "changes a variable in a later cell",
    ["let count = 0", "count += 5", "count"],
    { value: "5" },
  ),
  row("changes a constant", ["const fixed = 1", "fixed = 2"], {
    error: ["fixed"],
  }),
  row("sums a list", "[1, 2, 3].reduce((a, b) => a + b, 0)", { value: "6" }),
  row(
    "filters and maps",
    "[1, 2, 3, 4].filter((x) => x % 2 === 0).map((x) => x * x)",
    {
      value: "[ 4, 16 ]",
    },
  ),
  row("sorts numbers as numbers", "[10, 9, 1].toSorted((a, b) => a - b)", {
    value: "[ 1, 9, 10 ]",
  }),
  row(
    "counts words with a Map",
    [
      'const words = "a b a".split(" ")',
      "const counts = new Map<string, number>(); for (const w of words) counts.set(w, (counts.get(w) ?? 0) + 1); counts",
    ],
    {
      shows: "Map(2) { 'a' => 2, 'b' => 1 }",
      rich: { "text/html": "<th>a</th>" },
    },
  ),
  row(
    "takes the first of a list that may be empty",
    ["const list = [3, 4]", "const first = list[0]; first"],
    { value: "3" },
  ),
  row(
    "takes objects apart",
    'const { name, ...rest } = { name: "Ann", age: 7 }; rest',
    {
      value: "{ age: 7 }",
    },
  ),
  row("spreads one list into another", "[...[1, 2], ...[3]]", {
    value: "[ 1, 2, 3 ]",
  }),
  row("compares with ===", '"1" === String(1)', { value: "true" }),
  row(
    "reads a missing property",
    "const o: { a?: { b: number } } = {}; o.a?.b ?? 'none'",
    {
      value: "'none'",
    },
  ),
  row(
    "makes a class and an instance",
    [
      "class Dog { constructor(readonly name: string) {} bark() { return `${this.name}: wuff` } }",
      'new Dog("Rex").bark()',
    ],
    { value: "'Rex: wuff'" },
  ),
  row(
    "inherits from an earlier class",
    [
      "class Animal { legs = 4 }",
      "class Bird extends Animal { override legs = 2 }",
      "new Bird().legs",
    ],
    { value: "2" },
  ),
  row(
    "declares a type and uses it later",
    [
      "interface Point { x: number; y: number }",
      "const p: Point = { x: 1, y: 2 }; p",
    ],
    { value: "{ x: 1, y: 2 }" },
  ),
  row("uses an enum", ["enum Color { Red, Blue }", "Color[Color.Blue]"], {
    value: "'Blue'",
  }),
  row(
    "writes a generic function",
    [
      "function head<T>(xs: T[]): T | undefined { return xs[0] }",
      "head(['a'])",
    ],
    { value: "'a'" },
  ),
  row(
    "narrows a type in one cell and goes on in the next",
    [
      'const found = new Map([["a", 1]]).get("a"); if (found === undefined) throw new Error("none")',
      "found + 1",
    ],
    { value: "2" },
  ),
  row(
    "writes a generator",
    "function* upTo(n: number) { for (let i = 0; i < n; i++) yield i } [...upTo(3)]",
    {
      value: "[ 0, 1, 2 ]",
    },
  ),
  row("parses JSON", "JSON.parse('{\"a\": [1, 2]}')", {
    value: "{ a: [ 1, 2 ] }",
  }),
  row("formats a date", "new Date(0).toISOString().slice(0, 10)", {
    value: "'1970-01-01'",
  }),
  row(
    "matches with a regular expression",
    '"2026-11-29".match(/(\\d+)-(\\d+)/)?.slice(1)',
    {
      value: "[ '2026', '11' ]",
    },
  ),
  row("types JSON into a cell", '{ "a": 1, "b": [2] }', {
    value: "{ a: 1, b: [ 2 ] }",
  }),
  row("asks for the last value", ["6 * 7", "_"], { value: "42" }),
];

const printing: Everyday[] = [
  row("prints", 'console.log("hello", 1, true)', { prints: "hello 1 true\n" }),
  row("prints an object", "console.log({ a: 1 })", { prints: "{ a: 1 }\n" }),
  row("prints with a format", 'console.log("%s is %d", "n", 3)', {
    prints: "n is 3\n",
  }),
  row("prints in a loop", "for (let i = 0; i < 3; i++) console.log(i)", {
    prints: "0\n1\n2\n",
  }),
  row(
    "prints without a new line",
    'process.stdout.write("a"); process.stdout.write("b")',
    {
      prints: "ab",
    },
  ),
  row("prints and has a value", "console.log('printed'); 5", {
    prints: "printed\n",
    value: "5",
  }),
  row(
    "prints in a group",
    'console.group("A"); console.log("in"); console.groupEnd(); console.log("out")',
    {
      prints: "A\n  in\nout\n",
    },
  ),
  row(
    "leaves a group open by an error",
    [
      'try { console.group("open"); throw new Error("x") } catch { console.groupEnd() }',
      'console.log("at the margin")',
    ],
    { prints: "at the margin\n" },
  ),
  row("warns", 'console.warn("careful")', { red: "careful" }),
  row("prints an error object", 'console.error(new Error("broken").message)', {
    red: "broken",
  }),
  row("measures with console.time", 'console.time("t"); console.timeEnd("t")', {
    lines: 2,
  }),
  row("shows a table", "console.table([{ a: 1 }, { a: 2 }])", {
    rich: { "text/html": "<th>a</th>" },
  }),
  row(
    "writes to a file and reads it",
    [
      'import { writeFileSync, readFileSync } from "node:fs"; writeFileSync("note.txt", "kept")',
      'readFileSync("note.txt", "utf8")',
    ],
    { value: "'kept'" },
  ),
  row("prints an emoji", 'console.log("🥦 é 漢")', { prints: "🥦 é 漢\n" }),
  row("prints many lines", "for (let i = 0; i < 2000; i++) console.log(i)", {
    lines: 2001,
  }),
  row(
    "captures what is printed",
    [
      "const lines: string[] = []; const { write } = process.stdout; process.stdout.write = ((text: string) => lines.push(text) > 0) as typeof write; console.log('caught'); process.stdout.write = write; lines",
    ],
    { value: "[ 'caught\\n' ]" },
  ),
];

const showing: Everyday[] = [
  row("looks at nothing", "undefined", { value: null }),
  row("looks at null", "null", { value: "null" }),
  row("looks at a long list", "Array.from({ length: 1000 }, (_, i) => i)", {
    shows: "... 900 more items",
    lines: 20,
  }),
  row(
    "looks at an object of many keys",
    "Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`word${i}`, i]))",
    {
      shows: "... 99900 more keys",
      lines: 110,
    },
  ),
  row("looks at a long text", '"x".repeat(100_000)', {
    shows: "more characters",
  }),
  row("looks at a Set", "new Set([1, 2])", { value: "Set(2) { 1, 2 }" }),
  row("looks at a function", ["function f(a: number) { return a }", "f"], {
    value: "[Function: f]",
  }),
  row("looks at a promise", "Promise.resolve(1)", { value: "Promise { 1 }" }),
  row("looks at an instance", "class Ball { r = 1 }; new Ball()", {
    value: "Ball { r: 1 }",
  }),
  row(
    "looks at a server",
    'import { createServer } from "node:http"; createServer()',
    {
      shows: "more lines; console.dir(",
      lines: 31,
    },
  ),
  row("looks at an error", 'new Error("as a value")', { shows: "as a value" }),
  row("looks at a Buffer", 'Buffer.from("ab")', { value: "<Buffer 61 62>" }),
  row(
    "looks at records as a table",
    "[{ city: 'Ulm', people: 126_000 }, { city: 'Bonn', people: 330_000 }]",
    {
      rich: { "text/html": "<th>city</th>" },
    },
  ),
  row("looks at numbers in a table", "[{ x: 1 / 3 }, { x: 2 / 3 }]", {
    rich: { "text/html": ">0.333333<" },
  }),
  row("shows HTML", 'display.html("<b>bold</b>")', {
    rich: { "text/html": "<b>bold</b>" },
  }),
  row("shows Markdown", 'display.markdown("**bold**")', {
    rich: { "text/markdown": "**bold**" },
  }),
  row("shows a formula", 'display.latex("$\\\\frac{1}{2}$")', {
    rich: { "text/latex": "$\\frac{1}{2}$" },
  }),
  row(
    "shows a drawing",
    "display.svg(\"<svg xmlns='http://www.w3.org/2000/svg'/>\")",
    {
      rich: { "image/svg+xml": "<svg" },
    },
  ),
  row("shows a tree of JSON", "display.json({ a: [1] })", {
    rich: { "application/json": '{"a":[1]}' },
  }),
  row(
    "shows a picture",
    'display.image(Buffer.from("iVBORw0KGgo=", "base64"))',
    {
      rich: { "image/png": "iVBORw0KGgo=" },
    },
  ),
  row(
    "shows a bundle of its own",
    'display({ "text/html": "<i>1</i>" }, { raw: true })',
    {
      rich: { "text/html": "<i>1</i>" },
    },
  ),
  row("shows two things in one cell", "display(1); display(2)", { prints: "" }),
  row(
    "changes what was displayed",
    'display("old", { displayId: "spot" }); updateDisplay("new", { displayId: "spot" })',
    {
      rich: { "text/plain": "'new'" },
    },
  ),
  row(
    "clears what was printed",
    'console.log("gone"); console.clear(); console.log("there")',
    {
      lines: 3,
    },
  ),
  row(
    "lets a class show itself",
    [
      'class Badge { [Symbol.for("Jupyter.display")]() { return { "text/html": "<b>badge</b>" } } }',
      "new Badge()",
    ],
    { rich: { "text/html": "<b>badge</b>" } },
  ),
  row(
    "draws a figure",
    [
      'import { figure } from "romanesco"',
      'figure([{ type: "bar", x: ["a", "b"], y: [1, 2] }], { title: { text: "Bars" } })',
    ],
    { rich: { "application/vnd.plotly.v1+json": "bar" } },
  ),
  row(
    "displays a figure in the middle of a cell",
    [
      'import { figure, line } from "romanesco"',
      'display(figure([{ type: "bar", y: [1n, 2n] as never }])); 1',
    ],
    { value: "1", rich: { "application/vnd.plotly.v1+json": "[1,2]" } },
  ),
  row(
    "draws a line of many points",
    [
      'import { line } from "romanesco"; const xs = Array.from({ length: 60_000 }, (_, i) => i)',
      'line([{ name: "sine", x: xs, y: xs.map((x) => Math.sin(x / 5000)) }]).show(); "drawn"',
    ],
    { value: "'drawn'", rich: { "image/png": "" } },
  ),
  row(
    "asks a figure to show itself",
    [
      'import { figure } from "romanesco"',
      'figure([{ type: "bar", y: [1, 2] }]).show()',
    ],
    { value: null, rich: { "application/vnd.plotly.v1+json": "bar" } },
  ),
  row(
    "asks for a map without a network",
    [
      'import { figure } from "romanesco"',
      'figure([{ type: "choropleth", z: [1] }])',
    ],
    { error: ["needs map data"] },
  ),
];

const erring: Everyday[] = [
  row("misspells a name", ["const total = 1", "totl + 1"], {
    error: ["Did you mean 'total'"],
  }),
  row("misspells a method", '"a".toUppercase()', {
    error: ["toUppercase", "toUpperCase"],
  }),
  row(
    "passes a text for a number",
    ["function half(x: number) { return x / 2 }", 'half("4")'],
    {
      error: ["is not assignable to parameter of type 'number'"],
    },
  ),
  row("forgets a bracket", "console.log((1 + 2)", { error: ["SyntaxError"] }),
  row("throws an error", 'throw new RangeError("too large")', {
    error: ["RangeError", "too large", "cell ["],
  }),
  row("throws an object", "throw { code: 5 }", {
    error: ["code: 5", "at cell ["],
  }),
  row("throws a text", 'throw "just text"', {
    error: ["just text", "at cell ["],
  }),
  row(
    "throws in a function of an earlier cell",
    ['function deep(): never { throw new Error("deep") }', "deep()"],
    { error: ["deep", "cell ["] },
  ),
  row(
    "reads what is not there",
    'const nothing = JSON.parse("null"); nothing.a',
    {
      error: ["TypeError"],
    },
  ),
  row("parses what is no JSON", 'JSON.parse("{")', { error: ["SyntaxError"] }),
  row(
    "reads a file that is not there",
    [
      'import { readFile } from "node:fs/promises"',
      '\nawait readFile("nope.txt")',
    ],
    { error: ["ENOENT", "nope.txt", "2"] },
  ),
  row(
    "waits for any of several that all fail",
    'await Promise.any([Promise.reject(new Error("first")), Promise.reject(new Error("second"))])',
    {
      error: ["first", "second"],
    },
  ),
  row(
    "imports a package that is not installed",
    'import x from "not-installed-here"',
    {
      error: ["not-installed-here", "npm install not-installed-here"],
    },
  ),
  row(
    "calls itself without end",
    "const down = (n: number): number => down(n + 1) + 1; down(0)",
    {
      error: ["RangeError", "call stack"],
    },
  ),
  row(
    "catches an error",
    'let caught = ""; try { JSON.parse("{") } catch (error) { caught = (error as Error).name }; caught',
    {
      value: "'SyntaxError'",
    },
  ),
  row(
    "leaves a rejected promise alone",
    'void Promise.reject(new Error("nobody waited")); await new Promise((r) => setTimeout(r, 20))',
    {
      error: ["nobody waited"],
    },
  ),
  row(
    "goes on after an error",
    ['try { JSON.parse("{") } catch {} "on"', "1 + 1"],
    {
      value: "2",
    },
  ),
  row(
    "asserts",
    ['import assert from "node:assert/strict"', "assert.equal(1, 2)"],
    { error: ["AssertionError"] },
  ),
  row(
    "says process.exit() at the end of a script",
    ["const kept = 1", "process.exit(0)", "kept"],
    {
      value: "1",
    },
  ),
];

const waiting: Everyday[] = [
  row(
    "awaits a timer",
    'import { sleep } from "romanesco"; await sleep(0.01); "rested"',
    {
      value: "'rested'",
    },
  ),
  row("awaits several at once", "await Promise.all([1, Promise.resolve(2)])", {
    value: "[ 1, 2 ]",
  }),
  row(
    "loops over a stream",
    [
      "async function* ticks() { yield 1; yield 2 }",
      "for await (const tick of ticks()) console.log(tick)",
    ],
    { prints: "1\n2\n" },
  ),
  row("starts a timer last", "setTimeout(() => {}, 1)", { lines: 1 }),
  row(
    "runs a command",
    [
      'import { execFileSync } from "node:child_process"',
      'execFileSync("echo", ["hi"], { encoding: "utf8" })',
    ],
    { value: "'hi\\n'" },
  ),
  row(
    "pipes a child's output through",
    [
      'import { spawn } from "node:child_process"; import { once } from "node:events"',
      'const child = spawn("printf", ["é😀"]); child.stdout.pipe(process.stdout, { end: false }); await once(child, "close"); "done"',
    ],
    { value: "'done'", prints: "é😀" },
  ),
  row(
    "serves and asks itself",
    [
      'import { createServer } from "node:http"; const server = createServer((_, res) => res.end("served")).listen(0, "127.0.0.1"); await new Promise((r) => server.on("listening", r))',
      "const { port } = server.address() as { port: number }; const text = await (await fetch(`http://127.0.0.1:${port}`)).text(); server.close(); text",
    ],
    { value: "'served'" },
  ),
  row(
    "reads its own folder",
    'import { readdirSync } from "node:fs"; readdirSync(".").includes("data.json")',
    {
      value: "true",
    },
  ),
  row(
    "imports a local file",
    ['import { twice as doubled } from "./local.ts"', "doubled(4)"],
    {
      value: "8",
    },
  ),
  row("imports JSON", ['import data from "./data.json"', "data.a"], {
    value: "1",
  }),
  row(
    "requires a module of Node",
    'const os = require("node:os"); typeof os.cpus',
    {
      value: "'function'",
    },
  ),
  row("looks at __dirname", "typeof __dirname", { value: "'string'" }),
];

const parallel: Everyday[] = [
  row(
    "maps over a pool of processes",
    [
      'import { Pool } from "romanesco"; function square(x: number) { console.log("squaring", x); return x * x }',
      "await using pool = new Pool(2); await pool.map(square, [3])",
    ],
    { value: "[ 9 ]", prints: "squaring 3\n" },
  ),
  row(
    "maps over threads",
    [
      'import { ThreadPool } from "romanesco"',
      "await using threads = new ThreadPool(2); await threads.map((x: number) => x + 1, [1, 2])",
    ],
    { value: "[ 2, 3 ]" },
  ),
  row(
    "starts a process and joins it",
    [
      'import { Process } from "romanesco"; function hello(name: string) { console.log(`hello ${name}`) }',
      'const child = new Process({ target: hello, args: ["Ann"] }); child.start(); await child.join(); child.exitCode',
    ],
    { value: "0", prints: "hello Ann\n" },
  ),
  row(
    "throws a text in a process",
    [
      'import { Process } from "romanesco"; function bad() { throw "just text" }',
      "const failing = new Process({ target: bad }); failing.start(); await failing.join(); failing.exitCode",
    ],
    { value: "1", red: "at bad (cell [" },
  ),
  row(
    "submits to an executor",
    [
      'import { ProcessPoolExecutor } from "romanesco"',
      "await using executor = new ProcessPoolExecutor(1); await executor.submit(Math.max, 1, 7)",
    ],
    { value: "7" },
  ),
  row(
    "uses a lock and a value",
    [
      'import { Pool, Value } from "romanesco"; const total = new Value("i", 0)',
      "await using adders = new Pool({ workers: 2, threads: true }); await adders.map((n: number) => total.add(n), [1, 2, 3]); total.value",
    ],
    { value: "6" },
  ),
  row(
    "fails in a worker",
    [
      'import { Pool } from "romanesco"; function fail(n: number) { throw new RangeError(`no ${n}`) }',
      "await using failing = new Pool(1); await failing.map(fail, [5])",
    ],
    { error: ["RangeError", "no 5", "cell ["] },
  ),
  row(
    "compares serial with parallel",
    [
      'import { compare } from "romanesco"',
      "const times = await compare({ one: () => 1, other: () => 1 }, { repeats: 2, warmups: 0 }); times.result",
    ],
    { value: "1" },
  ),
  row(
    "shows a progress bar",
    [
      'import { progress } from "romanesco"',
      "let seen = 0; for (const x of progress([1, 2, 3])) seen += x; seen",
    ],
    { value: "6" },
  ),
];

const exploring: Everyday[] = [
  row(
    "reads a CSV file line by line",
    [
      'import { createReadStream, writeFileSync } from "node:fs"; import { createInterface } from "node:readline"',
      'writeFileSync("everyday.csv", "name,age\\nAnn,3\\n")',
      'const read: string[][] = []; for await (const line of createInterface({ input: createReadStream("everyday.csv") })) read.push(line.split(",")); read',
    ],
    { value: "[ [ 'name', 'age' ], [ 'Ann', '3' ] ]" },
  ),
  row(
    "asks a server of their own",
    [
      'import { createServer } from "node:http"; import { once } from "node:events"',
      'const hello = createServer((asked, answer) => answer.end(JSON.stringify({ path: asked.url }))).listen(0, "127.0.0.1"); await once(hello, "listening"); const { port: helloPort } = hello.address() as { port: number }',
      "const said = await (await fetch(`http://127.0.0.1:${helloPort}/hi`)).json(); hello.closeAllConnections(); hello.close(); said",
    ],
    { value: "{ path: '/hi' }" },
  ),
  row(
    "formats money",
    'new Intl.NumberFormat("en", { style: "currency", currency: "EUR" }).format(1234.5)',
    { value: "'€1,234.50'" },
  ),
  row(
    "copies deeply",
    "structuredClone({ m: new Map([[1, new Set([2])]]), d: new Date(0) })",
    {
      value: "{ m: Map(1) { 1 => Set(1) { 2 } }, d: 1970-01-01T00:00:00.000Z }",
    },
  ),
  row(
    "leaves two loops at once",
    "outer: for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) { if (i === 1) break outer; console.log(i, j) }",
    { prints: "0 0\n0 1\n0 2\n" },
  ),
  row(
    "writes a generator that never ends",
    [
      "function* naturals() { for (let n = 0; ; n++) yield n }",
      "const naturalsOnce = naturals(); [naturalsOnce.next().value, naturalsOnce.next().value]",
    ],
    { value: "[ 0, 1 ]" },
  ),
  row(
    "compresses a stream",
    [
      'import { createGzip, gunzipSync } from "node:zlib"; import { Readable } from "node:stream"',
      'const zipped = Buffer.concat(await Readable.from(["hello ".repeat(100)]).pipe(createGzip()).toArray()); gunzipSync(zipped).length',
    ],
    { value: "600" },
  ),
  row(
    "sends a message through a channel",
    "const { port1, port2 } = new MessageChannel(); port1.postMessage({ a: 1 }); const got = await new Promise((done) => port2.once('message', done)); port1.close(); got",
    { value: "{ a: 1 }" },
  ),
  row(
    "gives up what takes too long",
    "await new Promise((_, fail) => { const late = AbortSignal.timeout(5); late.onabort = () => fail(late.reason) })",
    { error: ["TimeoutError", "cell ["] },
  ),
  row(
    "hashes a text as in a browser",
    "Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode('a'))).toString('hex').slice(0, 8)",
    { value: "'ca978112'" },
  ),
  row("writes a loop as in Python", "for x in [1, 2]:\n    x", {
    error: ["To loop over a list, write for (const x of xs)", "line 1"],
  }),
  row("forgets a bracket", "console.log([1, 2)", {
    error: ['the "[" of line 1 is not closed'],
  }),
  row("prints as in Python", "print(1)", {
    error: ["Instead of print, write console.log(...)"],
  }),
];

export const everyday: Everyday[] = [
  ...computing,
  ...printing,
  ...showing,
  ...erring,
  ...waiting,
  ...parallel,
  ...exploring,
];
