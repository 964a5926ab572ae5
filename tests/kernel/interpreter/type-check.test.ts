import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { Session, type CellResult } from "./session.ts";

const session = new Session(
  { "local.ts": "export const twice = (x: number): number => 2 * x;\n" },
  { types: true },
);
afterAll(() => session.close());

/** Cells that run, then one with a type error: its code, and where it is. */
const wrong: [title: string, cells: string[], code: string, place: string][] = [
  ["a wrong assignment", ['const w1: number = "a"'], "TS2322", "1:7"],
  [
    "a wrong argument to an earlier cell's function",
    ["function half(n: number) { return n / 2 }", "\nhalf('x')"],
    "TS2345",
    "2:6",
  ],
  [
    "a member that is not there",
    ["const point = { x: 1 }", "point.y"],
    "TS2339",
    "1:7",
  ],
  ["an unknown name", ["neverDeclared"], "TS2304", "1:1"],
  [
    "possibly undefined",
    ["const list = [1].find((n) => n > 1)", "list.toFixed()"],
    "TS18048",
    "1:1",
  ],
  [
    "the awaited type",
    ["const later = await Promise.resolve(1)", "later.length"],
    "TS2339",
    "1:7",
  ],
  [
    "a private field",
    ["class Safe { #code = 1; private pin = 2 }", "new Safe().pin"],
    "TS2341",
    "1:12",
  ],
  [
    "a generic's inference",
    [
      "const pair = <A, B>(a: A, b: B): [A, B] => [a, b]",
      "const n1: number = pair(1, 'x')[1]",
    ],
    "TS2322",
    "1:7",
  ],
  [
    "an enum member",
    ["enum Level { Low, High }", "Level.Middle"],
    "TS2339",
    "1:7",
  ],
  [
    "a namespace's member",
    ["namespace Geo { export const pi = 3 }", "Geo.tau"],
    "TS2339",
    "1:5",
  ],
  [
    "an interface of an earlier cell",
    ["interface Shape { area: number }", "const s1: Shape = { area: 'big' }"],
    "TS2322",
    "1:21",
  ],
  [
    "an imported function",
    ["import { twice } from './local.ts'", "twice('2')"],
    "TS2345",
    "1:7",
  ],
  [
    "a builtin's types",
    ["import { readFileSync } from 'node:fs'", "readFileSync(true)"],
    "TS2345",
    "1:14",
  ],
  [
    "wrong inputs to pool.map, before a worker starts",
    [
      "import { Pool } from 'romanesco'; const pool = new Pool(2); const square = (n: number) => n * n",
      "await pool.map(square, ['a'])",
    ],
    "TS2322",
    "1:25",
  ],
  [
    "the results of pool.map",
    ["const squares = await pool.map(square, [1, 2])", "squares[0].length"],
    "TS2339",
    "1:12",
  ],
  [
    "a name redeclared with another type",
    ["const again = 1", "const again = 'text'", "again.toFixed()"],
    "TS2551",
    "1:7",
  ],
];

describe("a cell with a type error does not run", () => {
  test.each(wrong)("%s", async (_title, cells, code, place) => {
    for (const cell of cells.slice(0, -1))
      expect((await session.run(cell)).outcome).toMatchObject({ status: "ok" });
    const number = session.next;
    const { outcome, stdout } = await session.run(cells.at(-1)!);
    expect(stdout).toBe("");
    if (outcome.status !== "error") throw new Error("it ran");
    expect(outcome.name).toBe("TypeCheckError");
    expect(outcome.traceback.join("\n")).toContain(
      `cell [${number}]:${place} - error ${code}`,
    );
  });

  test("also as the very first, while TypeScript's server starts", async () => {
    const fresh = new Session({}, { types: true });
    const { outcome } = await fresh.run("const first: number = 'text'");
    expect(outcome).toMatchObject({ name: "TypeCheckError" });
    await fresh.close();
  });

  test("all its errors are shown, each with its line and a caret", async () => {
    const { outcome } = await session.run(
      'const a: number = "1";\nconst b: string = 2;',
    );
    const text = outcome.status === "error" ? outcome.traceback.join("\n") : "";
    expect(text.match(/TS2322/g)).toHaveLength(2);
    expect(text).toContain("2 | const b: string = 2;\n  |       ^");
  });

  test("its names are not known to later cells", async () => {
    await session.run('const wrongOne: number = "no"');
    const { outcome } = await session.run("wrongOne");
    expect(outcome).toMatchObject({
      status: "error",
      message: expect.stringContaining("Cannot find name"),
    });
  });
});

describe("an implicit any", () => {
  const shown = ({ displays }: CellResult) =>
    displays.map(({ display }) => display.data["text/plain"]);

  test.each([
    ["function f1(x) { return x }; f1(1)", "1:13", "TS7006"],
    ["const f2 = (...xs) => xs.length + 1; f2()", "1:13", "TS7019"],
    ["const row1 = { a: 1 }, key: string = 'a'; row1[key]", "1:43", "TS7053"],
    ["function f3({ a }) { return a }; f3({ a: 1 })", "1:15", "TS7031"],
  ])(
    "is one line below the cell, which runs: %s",
    async (code, place, number) => {
      const cell = session.next;
      const result = await session.run(code);
      expect([result.text, result.stderr]).toEqual(["1", ""]);
      expect(shown(result)).toEqual([
        expect.stringContaining(`cell [${cell}]:${place} - warning ${number}`),
      ]);
    },
  );

  test("counts the others", async () => {
    const result = await session.run(
      "const sum = (a, b, c) => a + b + c; sum(1, 2, 3)",
    );
    expect(result.text).toBe("6");
    expect(shown(result)[0]).toMatch(/'a' .*\(and 2 more\)$/);
  });

  test("is an error beside a tsconfig.json that says strict, or extends one", async () => {
    const strict = new Session(
      {
        "base.json": '{ "compilerOptions": { "strict": true } }',
        "tsconfig.json": '{ "extends": "./base.json" }',
      },
      { types: true },
    );
    const code = "const id = (x) => x; id(1)";
    expect((await strict.run(code)).outcome.status).toBe("error");
    for (const [options, status] of [
      ['"noImplicitAny": true', "error"],
      ['"strict": true, "noImplicitAny": false', "ok"],
      ['"noUnusedLocals": true', "ok"],
    ]) {
      strict.write("tsconfig.json", `{ "compilerOptions": { ${options} } }`);
      expect([options, (await strict.run(code)).outcome.status]).toEqual([
        options,
        status,
      ]);
    }
    await strict.close();
  });
});

describe("of a cell that failed", () => {
  test("what it had declared is known and usable", async () => {
    await session.run(
      "interface Reached { n: number }\nconst reached: Reached = { n: 1 }, { length } = 'four'; class Near { n = 2 }\n" +
        "if (reached.n) throw new Error('x')\nconst beyond = 3; class Far {}\nfunction hoisted() { return length }",
    );
    const { text } = await session.run(
      "const again2: Reached = reached; [again2.n, new Near().n, hoisted()]",
    );
    expect(text).toBe("[ 1, 2, 4 ]");
  });

  test.each(["beyond", "new Far()"])(
    "%s, which it had not come to, is unknown",
    async (code) => {
      const { outcome } = await session.run(code);
      expect(outcome).toMatchObject({
        status: "error",
        message: expect.stringContaining("Cannot find name"),
      });
    },
  );

  test("a name that it had not declared again keeps its value, its type, and that it may change", async () => {
    await session.run("let kept = 1");
    await session.run("throw new Error('x'); const kept = 'text'");
    const { text } = await session.run("kept += 1; kept.toFixed(1)");
    expect(text).toBe("'2.0'");
  });

  test("a variable has its declared type again, whatever was known of it", async () => {
    await session.run("let perhaps: string | null = 'text'");
    expect((await session.run("perhaps.length")).text).toBe("4");
    await session.run("perhaps = null; if (!perhaps) throw new Error('x')");
    expect((await session.run("perhaps.length")).outcome).toMatchObject({
      message: expect.stringContaining("possibly 'null'"),
    });
  });

  test("a constant whose test it failed is not taken for tested", async () => {
    await session.run(
      "const got: string | number = JSON.parse('1'); if (typeof got === 'number') throw new Error('no text')",
    );
    expect((await session.run("got.trim()")).outcome).toMatchObject({
      message: expect.stringContaining("on type 'string | number'"),
    });
  });

  test("what a stopped cell had declared stays", async () => {
    let printed: () => void;
    const on = new Promise<void>((resolve) => (printed = resolve));
    const stopped = session.run(
      "const before = 'kept'; console.log('on'); await new Promise(() => {}); const after = 1",
      () => printed(),
    );
    await on;
    await session.interpreter.interrupt();
    await stopped;
    expect((await session.run("before.length")).text).toBe("4");
    expect((await session.run("after")).outcome).toMatchObject({
      name: "TypeCheckError",
    });
  });
});

describe("settings", () => {
  beforeAll(() => session.run("%types error"));

  test("%types warn shows the errors and runs the cell", async () => {
    const { outcome, stderr, text } = await session.run(
      '%types warn\nconst w: number = "warned"; w',
    );
    expect(outcome.status).toBe("ok");
    expect(stderr).toContain("TS2322");
    expect(text).toBe("'warned'");
    await session.run("%types error");
  });

  test("%types off looks at nothing, until %types error", async () => {
    const { stderr, text } = await session.run(
      '%types off\nconst o: number = "off"; o',
    );
    expect([stderr, text]).toEqual(["", "'off'"]);
    expect(
      (await session.run("%types error\nconst e: number = 'e'")).outcome.status,
    ).toBe("error");
  });

  test("// @ts-nocheck is for one cell", async () => {
    expect(
      (await session.run("// @ts-nocheck\nconst n: number = 'n'; n")).text,
    ).toBe("'n'");
    expect((await session.run("const m: number = 'm'")).outcome.status).toBe(
      "error",
    );
  });

  test("an unknown setting is said", async () => {
    expect((await session.run("%types loud")).stderr).toContain(
      "Write %types error, %types warn or %types off",
    );
  });

  test("a tsconfig.json beside the notebook is honoured", async () => {
    session.write(
      "tsconfig.json",
      '{ "compilerOptions": { "strict": false } }',
    );
    expect(
      (await session.run("const loose = (x) => x; loose(1)")).outcome.status,
    ).toBe("ok");
    session.write("tsconfig.json", '{ "compilerOptions": { "strict": true } }');
    expect((await session.run("const tight = (x) => x")).outcome.status).toBe(
      "error",
    );
  });
});

describe("what a tsconfig.json says of the code that runs", () => {
  const cells = async (options: string, ...codes: string[]) => {
    const other = new Session(
      {
        "base.json": `{ "compilerOptions": { ${options} } } // extended`,
        "tsconfig.json": '{ "extends": "./base", "compilerOptions": {}, }',
        "local.ts":
          'import type { Kind } from "./kind.ts";\n' +
          "export class Local {\n  @mark when!: Date;\n  @mark kind!: Kind;\n}\n" +
          "function mark(..._: unknown[]): void {}\n",
        "kind.ts": "export interface Kind { name: string }",
        "node_modules/tiny/package.json":
          '{ "name": "tiny", "exports": { "./jsx-runtime": "./jsx.js" } }',
        "node_modules/tiny/jsx.js":
          "exports.jsx = (type, props) => [type, props]; exports.jsxs = exports.jsx;",
      },
      { types: true },
    );
    let result: CellResult | undefined;
    for (const code of codes) result = await other.run(code);
    await other.close();
    return result!;
  };

  test("experimentalDecorators, of parameters too", async () => {
    const { text } = await cells(
      '"experimentalDecorators": true',
      "const seen: unknown[] = []; function note(...all: unknown[]) { seen.push(all.slice(1)) }\n" +
        "class A {\n  @note a = 1;\n  @note m(@note n: number) { return n }\n}",
      "seen.length + ' ' + seen[0]",
    );
    expect(text).toBe("'3 a,'");
  });

  test("jsx and jsxImportSource", async () => {
    const { text } = await cells(
      '"jsx": "react-jsx", "jsxImportSource": "tiny"',
      "const element = <b id='x'>text</b>; element",
    );
    expect(text).toContain("[ 'b', { id: 'x', children: 'text' } ]");
  });

  test("jsxFactory", async () => {
    const { text } = await cells(
      '"jsx": "react", "jsxFactory": "h"',
      "const h = (...all: unknown[]) => all",
      "<b>text</b>",
    );
    expect(text).toBe("[ 'b', null, 'text' ]");
  });

  test("emitDecoratorMetadata, in cells and in local files", async () => {
    const { text, displays } = await cells(
      '"experimentalDecorators": true, "emitDecoratorMetadata": true',
      // What the package reflect-metadata does.
      "const told: unknown[] = [];\n" +
        "(Reflect as any).metadata = (key: string, type: any) => () => { told.push([type].flat().map((each) => each?.name)) };\n" +
        "function note(...all: unknown[]) {}\nclass Engine {}",
      "class Car {\n  @note engine!: Engine;\n  constructor(@note readonly power: number, engine: Engine) {}\n}\n" +
        'export const { Local } = await import("./local.ts")',
      "told.join(' ')",
    );
    expect(text).toBe("'Engine Number,Engine Date Object'");
    expect(displays).toEqual([]);
  });

  test("a decorator of a parameter without it is an error with its place", async () => {
    const code =
      "function note(...all: unknown[]) {}\nclass C {\n  m(@note n: number) {}\n}";
    for (const cell of [code, `%types off\n${code}`]) {
      const { outcome } = await cells("", cell);
      expect(outcome).toMatchObject({
        status: "error",
        message: expect.stringMatching(/decorators/i),
      });
      if (outcome.status === "error")
        expect(outcome.traceback.join("\n")).toContain("m(@note n: number)");
    }
  });
});

test("names of a runtime that died are forgotten", async () => {
  await session.run("const before = 1");
  await session.run(
    "process.kill(process.pid, 'SIGKILL'); await new Promise(() => {})",
  );
  const { outcome } = await session.run("before");
  expect(outcome).toMatchObject({
    status: "error",
    message: expect.stringContaining("Cannot find name"),
  });
});

test("TypeScript's server runs no npm to fetch types from the network", async ({
  onTestFinished,
}) => {
  const folder = mkdtempSync(join(tmpdir(), "romanesco-npm-"));
  const called = join(folder, "npm-was-called");
  writeFileSync(join(folder, "npm"), `#!/bin/sh\necho $* >> ${called}\n`, {
    mode: 0o755,
  });
  const { PATH } = process.env;
  process.env.PATH = `${folder}:${PATH}`;
  onTestFinished(() => void (process.env.PATH = PATH));
  const other = new Session({}, { types: true });
  for (const code of ["import 'lodash'", "const a = [1]", "a as number[]"])
    await other.run(code);
  expect((await other.run("a.length as number")).text).toBe("1");
  await other.close();
  expect(existsSync(called)).toBe(false);
});

/** Its threads stop one after the other, which takes a while on a busy machine: the server may answer until then. */
async function halt(pid: number): Promise<void> {
  process.kill(pid, "SIGSTOP");
  const threads = `/proc/${pid}/task`;
  await vi.waitFor(() => {
    for (const thread of readdirSync(threads))
      expect(readFileSync(`${threads}/${thread}/stat`, "utf8")).toMatch(
        /\) T /,
      );
  });
}

test("a cell that TypeScript's server does not answer for runs and says so, and the next one is checked", async () => {
  const other = new Session({}, { types: true });
  await other.run("1 as number");
  await halt(other.interpreter.typesPid!);
  const first = await other.run('const x1: number = "unchecked"; x1');
  expect(first.text).toBe("'unchecked'");
  // Not on stderr: a grader gives no points for it.
  expect(first.stderr).toBe("");
  expect(JSON.stringify(first.displays)).toMatch(
    /The types of this cell are not checked/,
  );
  await vi.waitFor(
    async () =>
      expect(await other.run('const x2: number = "checked"')).toMatchObject({
        outcome: { name: "TypeCheckError" },
        stderr: "",
      }),
    { timeout: 150_000 },
  );
  await other.close();
});
