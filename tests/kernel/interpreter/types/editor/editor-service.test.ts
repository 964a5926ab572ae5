import { execFileSync } from "node:child_process";
import { afterAll, beforeEach, expect, test } from "vitest";
import { NotebookFolder } from "../notebook-folder.ts";
import { OpenEditor } from "./open-editor.ts";

const folder = new NotebookFolder({
  "near.ts": "export const near = 1;",
  "wrong.ts": "export const wrong: string = 1;",
});
const editor = new OpenEditor(folder.path);
beforeEach(async () => {
  await editor.service.reset();
  editor.mode = "error";
});
afterAll(() => {
  editor.close();
  folder.remove();
});

test.each<[title: string, cells: string[], marks: string[]]>([
  ["an error", ["const a: string = 1"], ["0 error TS2322: a"]],
  [
    "an error behind an emoji, by UTF-16 units",
    ["const s = '😀'; s.lenght"],
    ["0 error TS2551: lenght"],
  ],
  ["a cell that does not parse", ["const a = (\n1..x"], ["0 error TS1005: "]],
  [
    "names of cells above that have not run",
    ["const a = [1]", "const b = a.map(String)", "b[0].toFixed()"],
    ["2 error TS2551: toFixed"],
  ],
  [
    "types, classes, enums, functions and imports of cells above",
    [
      "import { join } from 'node:path'; interface P { x: number } class C { #a = 1; get a() { return this.#a } } enum E { A } function f(p: P) { return p.x } namespace N { export type T = 1 }",
      "const c: C = new C(); const p: P = { x: E.A }; f(p); join('a'); let n: N.T = 1; n.x; c.a.x",
    ],
    ["1 error TS2339: x", "1 error TS2339: x"],
  ],
  [
    "a name that is declared anew by the last cell above",
    [
      "const v = 1",
      "v.toFixed(); const w = v",
      "const v = 'a'",
      "v.trim(); w.toFixed()",
    ],
    [],
  ],
  [
    "what an assignment to a variable of a cell above may be",
    ["let n: number | string = 1", "n = true", "n = 2", "n.toFixed()"],
    ["1 error TS2322: n"],
  ],
  [
    "a variable that a cell above has looked into",
    [
      "const found = [1].find((x) => x > 0)",
      "found.toFixed()",
      "if (found === undefined) throw new Error('none')",
      "found.toFixed()",
    ],
    ["1 error TS18048: found"],
  ],
  [
    "a variable that may be another of several words by then",
    [
      "let state: 'idle' | 'busy' = 'idle'",
      "state = 'busy'",
      "if (state === 'idle') console.log()",
    ],
    [],
  ],
  [
    "a misspelt name of a cell above",
    ["const total = 1", "totl + 1"],
    ["1 error TS2552: totl"],
  ],
  [
    "no top-level name as unused, but others",
    [
      "const a = 1; import fs from 'node:fs'; function f(unused: number) { const inner = 1 }",
    ],
    ["0 hint unused: unused", "0 hint unused: inner"],
  ],
  ["a deprecated name", ["new Buffer(3)"], ["0 hint deprecated: Buffer"]],
  [
    "nothing where types are off",
    ["%types off\n1..x", "1..x", "%types error\n1..x"],
    ["2 error TS2339: x"],
  ],
  [
    "warnings where types warn",
    ["%types warn", "1..x"],
    ["1 warning TS2339: x"],
  ],
  [
    "nothing below @ts-nocheck",
    ["// @ts-nocheck\n1..x", "1..x"],
    ["1 error TS2339: x"],
  ],
  ["magics as what they are", ["%time 1 + 1", "%%sh\nls | wc", "%who"], []],
  [
    "packages and files that come when a cell runs",
    [
      "import x from 'npm:no-such-package'; x.y",
      "%npm install left-pad",
      "import pad from 'left-pad'; pad(1)",
      "import no from 'no-such-package'",
    ],
    ["3 error TS2307: 'no-such-package'"],
  ],
  [
    "a local file's names",
    ["import { near } from './near.ts'; near.x"],
    ["0 error TS2339: x"],
  ],
  [
    "JSX in one cell and a cast in the next",
    [
      "const h = (..._: unknown[]) => 1; const node = <a b='1'/>",
      "<number>(1 as unknown)",
    ],
    [],
  ],
  [
    "what a cell above adds to the global scope",
    ["declare global { interface Array<T> { last: T } }", "[1].last.x"],
    ["1 error TS2339: x"],
  ],
  [
    "an await and a loop at the top",
    [
      "const a = await Promise.resolve([1])",
      "for await (const one of a) one.x",
    ],
    ["1 error TS2339: x"],
  ],
  [
    "a dropped promise of a question",
    ["input('name?')"],
    ["0 warning undefined: input"],
  ],
])("marks %s", async (_, cells, marks) => {
  expect(await editor.short(cells)).toEqual(marks);
});

test("finds nothing wrong where one cell declares a name as a type and another as a value", async () => {
  const uses = "const p: P = { x: 1 }; P + p.x";
  for (const cells of [
    ["interface P { x: 1 }", "const P = 1", uses],
    ["const P = 1", "type P = { x: 1 }", uses],
    ["interface P { x: 1 }", "const P = 1", "const P = 2", uses],
  ])
    expect(await editor.short(cells, cells.join())).toEqual([]);
});

test("says so of a name that only a cell further down declares", async () => {
  const [marks] = await editor.marks(["later + 1", "const later = 1"]);
  expect(marks).toMatchObject([
    {
      severity: "warning",
      message:
        "'later' is declared by a cell further down: run that one first, or move it above this one.",
    },
  ]);
});

test("takes a cell that has run as it is, and one that was changed since as it will be", async () => {
  await editor.ran("const a = 1");
  expect(await editor.short(["const a = 1", "a.trim()"])).toEqual([
    "1 error TS2339: trim",
  ]);
  expect(await editor.short(["const a = 'a'", "a.trim()"])).toEqual([]);
  await editor.ran("const below = 1");
  expect(await editor.short(["below.x", "const below = 1"])).toEqual([
    "0 error TS2339: x",
  ]);
});

test("leaves what is known of the cell that runs again and again as it is", async () => {
  await editor.service.check({ id: 1, code: "1 + 1" });
  const { revision } = editor.server;
  await editor.short(["const a = 1", "a.x"]);
  await editor.short(["const a = 2", "a.y"]);
  expect(editor.server.revision).toBe(revision);
});

test("hides what cells that have not run declare from those that run", async () => {
  await editor.short([
    "declare global { var planted: number }",
    "const here = planted",
  ]);
  const found = await editor.service.check({ id: 1, code: "planted; here" });
  expect(found).toMatchObject([{ code: "TS2304" }, { code: "TS2304" }]);
});

test("keeps the names of a cell above while it is being written", async () => {
  await editor.short(["const a = 1; const b = a", "b.toFixed()"]);
  expect(
    await editor.short(["const a = 1; const b = (", "b.toFixed()"]),
  ).toEqual(["0 error TS1109: "]);
});

test("is told of changed cells alone, and asks for all when it has forgotten them", async () => {
  const cells = [
    { id: "a", code: "const a = 1" },
    { id: "b", code: "a.x" },
  ];
  await editor.ask("one", cells);
  const { marks = {} } = await editor.ask("one", [
    { id: "b" },
    { id: "c", code: "a.y" },
  ]);
  expect(Object.keys(marks)).toEqual(["b", "c"]);
  expect(marks["b"]).toMatchObject([{ code: "TS2304" }]);
  editor.editor.close("one");
  expect(await editor.ask("one", [{ id: "b" }])).toEqual({ unknown: true });
});

test("answers the newest question of a page, and drops the rest of the older", async () => {
  const cells = Array.from({ length: 10 }, (_, index) => ({
    id: `${index}`,
    code: `const a${index} = ${index}`,
  }));
  const [old, newer] = await Promise.all([
    editor.ask("two", cells),
    editor.ask("two", [{ id: "0", code: "1..x" }]),
  ]);
  expect(Object.keys(old.marks ?? {}).length).toBeLessThan(10);
  expect(newer.marks).toMatchObject({ 0: [{ code: "TS2339" }] });
});

test("opens many cells without loading the project of a folder above", async () => {
  const outer = new NotebookFolder({
    "tsconfig.json": '{ "files": ["endless.ts"] }',
    "notebooks/a.ts": "export const a = 1;",
  });
  // Whoever reads this file waits for ever.
  execFileSync("mkfifo", [`${outer.path}/endless.ts`]);
  const inner = new OpenEditor(`${outer.path}/notebooks`);
  const codes = Array.from({ length: 9 }, (_, index) => `const a${index} = 1`);
  const wrong = "import { a } from './a'; a.x; a8.y; process.pid.z";
  expect(await inner.short([...codes, wrong])).toEqual(
    ["x", "y", "z"].map((name) => `9 error TS2339: ${name}`),
  );
  inner.close();
  outer.remove();
});

test("lives with cells that are too much, and refuses what is no question", async () => {
  const deep = `const deep = ${"[".repeat(300)}${"]".repeat(300)}`;
  expect(await editor.short([deep, "deep.x; 1..y"])).toEqual([
    "1 error TS2339: y",
  ]);
  await expect(
    editor.editor.ask("p", { type: "guess", cells: [] }),
  ).rejects.toThrow("no question of the editor: guess");
  await expect(
    editor.editor.ask("p", {
      type: "check",
      cells: [{ code: "" }],
      wanted: [],
    }),
  ).rejects.toThrow("cells must be a list");
});
