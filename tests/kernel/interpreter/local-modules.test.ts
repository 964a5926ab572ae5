import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { Session } from "./session.ts";

let session: Session;
afterEach(() => session.close());

/** As a package manager writes it: its names cannot be found by reading. */
function addPackage(name: string, text: string): void {
  mkdirSync(join(session.directory, "node_modules", name), { recursive: true });
  session.write(`node_modules/${name}/package.json`, '{ "main": "main.js" }');
  session.write(`node_modules/${name}/main.js`, text);
}

const hidden = `
  const lib = function lib() {};
  Object.assign(lib, { chunk: (list) => [list], Shape: class Shape { get sides() { return 4 } } });
  lib.later = () => { lib.added = "added"; lib.chunk = () => "changed" };
  (0, function (m) { m.exports = lib })(module);`;

test("named imports of a CommonJS package are what it exports, live, in cells, files and workers", async () => {
  session = new Session({
    "uses.ts":
      'import { chunk, Shape } from "hidden";\nexport const used: number = chunk([1]).length + new Shape().sides;',
  });
  addPackage("hidden", hidden);
  const { text } = await session.run(`
    import { chunk, Shape, later, added } from "hidden";
    import * as all from "hidden";
    import { used } from "./uses";
    import { Pool } from "romanesco";
    class Square extends Shape {}
    const pool = new Pool(1);
    const there = await pool.map((n: number) => chunk([n]).length + new Shape().sides, [1]);
    await pool.close();
    const before = [chunk([1, 2]), new Square().sides, used, there, all.chunk([3]), added];
    later();
    [...before, chunk([]), added]`);
  expect(text?.replace(/\s+/g, " ")).toBe(
    "[ [ [ 1, 2 ] ], 4, 5, [ 5 ], [ [ 3 ] ], undefined, 'changed', 'added' ]",
  );
});

test("a local file with an enum or parameter properties may import types without saying so", async () => {
  session = new Session({
    "lib.ts":
      'import { Kind, shared } from "./kind.ts";\nexport enum Level { low, high }\n' +
      "export class Thing { constructor(readonly kind: Kind, readonly more = shared) {} }",
    "kind.ts":
      "export interface Kind { name: string }\nexport const shared = 5;",
  });
  const { text } = await session.run(
    'import { Level, Thing } from "./lib.ts"; [Level.high, new Thing({ name: "a" }).more]',
  );
  expect(text).toBe("[ 1, 5 ]");
});

test("JSON is imported with and without saying that it is, in cells, files and workers", async () => {
  session = new Session({
    "data.json": '{ "a": 1 }',
    "uses.ts":
      'import data from "./data.json";\nexport const a: number = data.a;',
  });
  const { text } = await session.run(`
    import plain from "./data.json";
    import said from "./data.json" with { type: "json" };
    import { a as named } from "./data.json";
    import { a } from "./uses.ts";
    import { Pool } from "romanesco";
    await using pool = new Pool(1);
    const there = await pool.map((n: number) => plain.a + n, [1]);
    const { default: dynamic } = await import("./data.json");
    [plain.a, said.a, named, a, there[0], dynamic.a]`);
  expect(text).toBe("[ 1, 1, 1, 1, 2, 1 ]");
  session.write("data.json", '{ "a": 20 }');
  expect(
    (await session.run('import again from "./data.json"; again.a')).text,
  ).toBe("20");
});

const kinds: [string, Record<string, string>, string, string][] = [
  [
    "a TypeScript file below another",
    {
      "lib.ts": 'export { n } from "./sub.ts";',
      "sub.ts": "export const n: number = 1;",
    },
    "sub.ts",
    "lib.ts",
  ],
  [
    "a file of JavaScript below another, without endings",
    {
      "lib.mjs": 'import { n } from "./sub";\nexport { n };',
      "sub.mjs": "export const n = 1;",
    },
    "sub.mjs",
    "lib.mjs",
  ],
  ["a file of CommonJS", { "lib.cjs": "exports.n = 1;" }, "lib.cjs", "lib.cjs"],
  [
    "a file that CommonJS requires",
    {
      "lib.cjs": 'exports.n = require("./sub.cjs").n;',
      "sub.cjs": "exports.n = 1;",
    },
    "sub.cjs",
    "lib.cjs",
  ],
  [
    "a file of JavaScript",
    { "lib.mjs": "export const n = 1;" },
    "lib.mjs",
    "lib.mjs",
  ],
  [
    "files that import each other",
    {
      "lib.ts":
        'import { m } from "./sub.ts"; export const base = 0; export const n = () => m();',
      "sub.ts":
        'import { base } from "./lib.ts"; export const m = () => base + 1;',
    },
    "sub.ts",
    "lib.ts",
  ],
];

test.each(kinds)(
  "an edit of %s is seen by the next import, in workers too",
  async (_title, files, edited, imported) => {
    session = new Session(files);
    const cell = `import { n } from "./${imported}";
      import { Pool } from "romanesco";
      const value = () => (typeof n === "function" ? (n as () => number)() : n);
      await using pool = new Pool(1);
      [value(), await pool.apply(value)]`;
    expect((await session.run(cell)).text).toBe("[ 1, 1 ]");
    session.write(edited, files[edited]!.replace(/1;/, "222;"));
    expect((await session.run(cell)).text).toBe("[ 222, 222 ]");
  },
);

test("what was not edited stays the same module, with its state", async () => {
  session = new Session({
    "lib.ts":
      'import { state } from "./state.ts";\nexport const n = () => [++state.count, 1];',
    "state.ts": "export const state = { count: 0 };",
  });
  const cell = 'import { n } from "./lib.ts"; n()';
  expect((await session.run(cell)).text).toBe("[ 1, 1 ]");
  session.write(
    "lib.ts",
    'import { state } from "./state.ts";\nexport const n = () => [++state.count, 2, 2];',
  );
  expect((await session.run(cell)).text).toBe("[ 2, 2, 2 ]");
});

test("the notebook and its workers run one version of a function, that of the last import", async () => {
  session = new Session({
    "work.ts":
      'import { factor } from "./factor.ts";\nexport const work = (n: number) => n * factor;',
    "factor.ts": "export const factor = 2;",
  });
  await session.run(
    'import { work } from "./work.ts"; import { Pool } from "romanesco"; const pool = new Pool(1);',
  );
  session.write("factor.ts", "export const factor = 100;");
  const both = "[work(1), (await pool.map((n: number) => work(n), [1]))[0]]";
  const first = await session.run(both);
  // Nor does a Node that deprecates how they load say so.
  expect([first.text, first.stderr]).toEqual(["[ 2, 2 ]", ""]);
  await session.run('import { work } from "./work.ts"');
  expect((await session.run(both)).text).toBe("[ 100, 100 ]");
  await session.run("await pool.close()");
});

test("require in a cell gives an edited file anew", async () => {
  session = new Session({ "c.cjs": "exports.n = 1;", "d.json": "1" });
  const cell = '[require("./c.cjs").n, require("./d.json")]';
  expect((await session.run(cell)).text).toBe("[ 1, 1 ]");
  session.write("c.cjs", "exports.n = 22;");
  session.write("d.json", "33");
  expect((await session.run(cell)).text).toBe("[ 22, 33 ]");
});

const failing = `type Unused = string;

enum Level { low = 1, high }
export function fail(level: Level = Level.high): never {
  interface Local { a: number }

  throw new Error("in the file " + level);
}`;

test("errors in imported files name the file and its line, in workers too", async () => {
  session = new Session({ "lib.ts": failing });
  const { outcome } = await session.run(
    'import { fail } from "./lib.ts"; fail()',
  );
  const place = `at fail (${session.directory}/lib.ts:7:9)`;
  expect(outcome.status === "error" && outcome.traceback.join("\n")).toContain(
    place,
  );
  const { outcome: there } = await session.run(
    'import { Pool } from "romanesco"; await using pool = new Pool(1); await pool.apply(() => fail())',
  );
  expect(there.status === "error" && there.traceback.join("\n")).toContain(
    place,
  );
});

test("a syntax error in an imported file shows its place there, and the cell that imports it now", async () => {
  session = new Session({ "lib.ts": "export const a = 1;\nexport const = 2;" });
  const file = `${session.directory}/lib.ts`;
  for (const [code, column] of [
    ['import { a } from "./lib.ts"; a', 19],
    ['await import("./lib.ts")', 1],
  ] as const) {
    const label = `cell [${session.next}]`;
    const { outcome } = await session.run(code);
    expect(outcome).toMatchObject({
      name: "SyntaxError",
      message: `${file}:2: Unexpected token "="`,
    });
    const { traceback } = outcome as { traceback: string[] };
    expect(traceback.join("\n").split("\n").slice(0, 6)).toEqual([
      `SyntaxError: ${file}:2: Unexpected token "="`,
      "  1 | export const a = 1;",
      "> 2 | export const = 2;",
      "    |              ^",
      `    at ${label}:1:${column}`,
      `${label}, line 1:`,
    ]);
  }
});

test.each(["import add from 'pack/add'; add", "await import('pack/add')"])(
  "Node's advice on a failed import stands whole in its error: %s",
  async (code) => {
    const session = new Session({
      "node_modules/pack/package.json": '{ "name": "pack" }',
      "node_modules/pack/add.js": "module.exports = 1",
    });
    const { outcome } = await session.run(code);
    const { directory } = session;
    await session.close();
    expect(outcome.status === "error" && outcome.traceback.slice(0, 2)).toEqual(
      [
        `Error: Cannot find module '${directory}/node_modules/pack/add' imported from ${directory}/cell`,
        'Did you mean to import "pack/add.js"?',
      ],
    );
  },
);

test("a type error in an imported file, or in one that it imports, is told with its file and line, and the cell runs", async () => {
  session = new Session(
    {
      "lib.ts": 'export { n } from "./sub";\nexport const a: string = 1;',
      "sub.ts": "export const n: number = 1;\n\n  n.length;\nexport {};",
      "sound.ts":
        'export function show(text) { display(text); return require("fs") }',
    },
    { types: true },
  );
  const told = async (code: string) => {
    const { text, stderr, displays } = await session.run(code);
    expect([text, stderr]).toEqual(["1", ""]);
    return displays.map(({ display }) => display.data["text/plain"]);
  };
  const cell = '\nimport { n } from "./lib.ts"; n';
  expect(await told(cell)).toEqual([
    "cell [1]:2:19 - warning TS2322: Type 'number' is not assignable to type 'string'. (lib.ts:2:14) (and 1 more)",
  ]);
  session.write("lib.ts", 'export { n } from "./sub";');
  expect(await told(cell)).toEqual([
    expect.stringMatching(/TS2339: .*'length'.* \(sub\.ts:3:5\)$/),
  ]);
  session.write("sub.ts", "export const n: number = 1;");
  expect(await told(cell)).toEqual([]);
  expect(await told('import { show } from "./sound"; typeof show; 1')).toEqual(
    [],
  );
});

test("a name that a module lacks is told with the line and the name that is near, a type's is not missed", async () => {
  session = new Session({
    "lib.ts": "export interface Task { n: number }\nexport const half = 1;",
    "plain.mjs": "export const third = 3;",
    "uses.ts": "import {\n  halv\n} from './lib.ts';\nexport const x = halv;",
  });
  const good = await session.run(
    'import { Task, half } from "./lib.ts"; const task: Task = { n: half }; task.n',
  );
  expect(good.text).toBe("1");
  const found = [];
  for (const code of [
    '1;\nimport { half, halv as h } from "./lib.ts"; h',
    'import { thrid } from "./plain.mjs"; typeof thrid',
    'import { raedFile } from "node:fs"; raedFile("x")',
    'import { Poool } from "romanesco"; new Poool(1)',
    'import nodefault from "./plain.mjs"; nodefault',
    'import { x } from "./uses.ts"; x',
  ]) {
    const { outcome } = await session.run(code);
    const { name, message, traceback } = outcome as Failure;
    found.push([
      name,
      message,
      /cell \[\d+\]:\d+/.exec(traceback.join("\n"))?.[0],
    ]);
    if (code.includes("uses")) expect(traceback[0]).toMatch(/uses\.ts:2$/);
  }
  const lacks = (module: string, name: string) =>
    `The requested module '${module}' does not provide an export named '${name}'`;
  expect(found).toEqual([
    [
      "SyntaxError",
      `${lacks("./lib.ts", "halv")}. Did you mean 'half'?`,
      "cell [2]:2",
    ],
    [
      "SyntaxError",
      `${lacks("./plain.mjs", "thrid")}. Did you mean 'third'?`,
      "cell [3]:1",
    ],
    [
      "SyntaxError",
      `${lacks("node:fs", "raedFile")}. Did you mean 'readFile'?`,
      "cell [4]:1",
    ],
    [
      "SyntaxError",
      `${lacks("romanesco", "Poool")}. Did you mean 'Pool'?`,
      "cell [5]:1",
    ],
    ["SyntaxError", lacks("./plain.mjs", "default"), "cell [6]:1"],
    ["SyntaxError", lacks("./lib.ts", "halv"), "cell [7]:1"],
  ]);
});

interface Failure {
  name: string;
  message: string;
  traceback: string[];
}
