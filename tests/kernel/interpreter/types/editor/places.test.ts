import { afterAll, expect, test } from "vitest";
import { NotebookFolder } from "../notebook-folder.ts";
import { OpenEditor } from "./open-editor.ts";

const folder = new NotebookFolder({
  "near.ts": "/** So near. */\nexport const near = 1;",
});
const editor = new OpenEditor(folder.path);
afterAll(() => {
  editor.close();
  folder.remove();
});

test("tells on hover what a name of a cell above is, with its documentation, also where the cell does not parse", async () => {
  const above = "/** All of it. */\nconst total = [1].length";
  for (const code of ["to|tal + 1", "to|tal + ("]) {
    const { hover } = await editor.at("hover", [above, code]);
    expect(hover).toBe("```typescript\nconst total: number\n```\nAll of it.");
  }
  expect(await editor.at("hover", [above, "1 +| 1"])).toEqual({});
});

test("tells on hover what a magic does", async () => {
  const { hover } = await editor.at("hover", ["%ti|me 1"]);
  expect(hover).toContain("%time STATEMENT");
});

test.each<[string, string, string]>([
  ["f(|", "f(a: string, b: 1): string and 1 more", "a: string"],
  ["f('x', |", "f(a: string, b: 1): string and 1 more", "b: 1"],
  [
    "g(1, |",
    "g(a: number, f: (x: number) => unknown): unknown",
    "f: (x: number) => unknown",
  ],
  ["g<|", "g<T, U>(a: T, f: (x: T) => U): U", "T"],
  [
    "h(1, 'a', 'b', |)",
    "h(a: number, ...rest: string[]): void",
    "...rest: string[]",
  ],
  [
    "h(Math.max(1), |)",
    "h(a: number, ...rest: string[]): void",
    "...rest: string[]",
  ],
  ["o.f?.(|)", "f(a: number): void | undefined", "a: number"],
])(
  "tells in %s what is called and which parameter it is",
  async (code, label, parameter) => {
    const { signature } = await editor.at("signature", [
      `function f(a: string, b: 1): string; function f(a: number): number; function f(a: any, b?: 1): any { return a }
     function g<T, U>(a: T, f: (x: T) => U): U { return f(a) }
     function h(a: number, ...rest: string[]) {}
     const o: { f?: (a: number) => void } = {}`,
      code,
    ]);
    const others = signature!.others ? ` and ${signature!.others} more` : "";
    expect(signature!.label + others).toBe(label);
    expect(signature!.parameter?.label).toBe(parameter);
  },
);

test("tells which parameter is being written, of a function of a cell above", async () => {
  const { signature } = await editor.at("signature", [
    "/** Adds.\n * @param b the other */\nfunction add(a: number, b = 2): number { return a + b }",
    "add(1, |",
  ]);
  expect(signature).toMatchObject({
    label: "add(a: number, b?: number): number",
    parameter: { label: "b?: number", docs: "the other" },
    docs: expect.stringContaining("Adds.") as string,
    others: 0,
  });
  expect(await editor.at("signature", ["1 |"])).toEqual({});
});

test.each([
  [
    "a cell above",
    ["const a = 1", "let b = |a"],
    { cell: "0", from: 6, to: 7 },
  ],
  [
    "the last of several cells that declare it",
    ["const a = 1", "const a = 2", "|a"],
    { cell: "1", from: 6, to: 7 },
  ],
  [
    "a cell whose end says more of it",
    ["let a = [1].find(Boolean)", "if (!a) throw 1", "|a.x"],
    { cell: "0", from: 4, to: 5 },
  ],
  [
    "a member of a class above",
    ["class C { go() {} }", "new C().|go()"],
    { cell: "0", from: 10, to: 12 },
  ],
  [
    "a cell above, of a name in one that does not parse",
    ["const a = 1", "|a + ("],
    { cell: "0", from: 6, to: 7 },
  ],
  [
    "a cell further down, of a name that none above declares",
    ["|a", "const a = 1"],
    { cell: "1", from: 6, to: 7 },
  ],
  [
    "a cell above, of a tag",
    ["const Tag = (_: { n: 1 }) => null", "<|Tag n={1} />"],
    { cell: "0", from: 6, to: 9 },
  ],
  [
    "a cell above, of a member in shorthand",
    ["const a = 1", "const o = { a }", "o.|a"],
    { cell: "1", from: 12, to: 13 },
  ],
  [
    "a file beside the notebook",
    ["import { near } from './near.ts'", "|near"],
    { path: "near.ts", line: 1, character: 13 },
  ],
])("finds the definition in %s", async (_, cells, place) => {
  const { places } = await editor.at("definition", cells);
  expect(places?.[0]).toEqual(place);
});

test.each<[string, string[], string[]]>([
  [
    "in the cells, from its declaration to the one that declares it anew",
    ["const a = 1", "a + 1; const f = () => |a", "const a = 'x'", "a.length"],
    ["0: a 6", "1: a 0", "1: a 23"],
  ],
  [
    "of a variable that a cell between has looked into",
    ["let v = [1].find(Boolean)", "if (!v) throw 1", "v = 2; |v.toFixed()"],
    ["0: v 4", "1: v 5", "2: v 0", "2: v 7"],
  ],
  [
    "of a member",
    ["class C { go() {} }", "new C().|go()"],
    ["0: go 10", "1: go 8"],
  ],
  [
    "of what is local, in its function alone",
    ["const f = (x: number) => |x + 1", "const g = (x: number) => x"],
    ["0: x 11", "0: x 25"],
  ],
  [
    "of what a file exports, in the file too",
    ["import { near } from './near.ts'", "near + |near"],
    [
      "0: near 9",
      "1: near 0",
      "1: near 7",
      "near.ts:1: export const near = 1;",
    ],
  ],
  ["of the language in the cells alone", ["Math.a|bs(1)"], ["0: abs 5"]],
  ["of nothing", ["1 +| 1"], []],
])("finds the places %s", async (_, cells, expected) => {
  const { places = [] } = await editor.at("references", cells);
  const shown = places.map((place) =>
    "path" in place
      ? `${place.path}:${place.line}: ${place.text}`
      : `${place.cell}: ${cells[Number(place.cell)]!.replace("|", "").slice(place.from, place.to)} ${place.from}`,
  );
  expect(shown).toEqual(expected);
});

test.each<[string, string[], string, string[] | string]>([
  [
    "in three cells, in shorthands too",
    ["const a = 1", "const o = { a }; let f = () => |a", "`${a}`; o.a"],
    "sum",
    [
      "const sum = 1",
      "const o = { a: sum }; let f = () => sum",
      "`${sum}`; o.a",
    ],
  ],
  [
    "from where it is declared, up to the cell that declares it anew",
    ["const |a = 1", "a + 1", "const a = 'x'", "a.length"],
    "b",
    ["const b = 1", "b + 1", "const a = 'x'", "a.length"],
  ],
  [
    "of a tag, and of the function that it names",
    ["const Tag = (_: { n: 1 }) => null", "<Tag n={1}></|Tag>"],
    "Mark",
    ["const Mark = (_: { n: 1 }) => null", "<Mark n={1}></Mark>"],
  ],
  [
    "of a variable that was taken out of an object, and leaves the member",
    ["const o = { x: 1 }", "const { x } = o", "|x + 1"],
    "y",
    ["const o = { x: 1 }", "const { x: y } = o", "y + 1"],
  ],
  [
    "of the member, and leaves the variable",
    ["const o = { |x: 1 }", "const { x } = o", "x + 1"],
    "y",
    ["const o = { y: 1 }", "const { y: x } = o", "x + 1"],
  ],
  [
    "of what a cell exports, under the same name for others",
    ["const a = 1; export { a }", "|a"],
    "b",
    ["const b = 1; export { b as a }", "b"],
  ],
  [
    "of a private member, which stays private",
    ["class C { #p = 1; go() { return this.#|p } }"],
    "q",
    ["class C { #q = 1; go() { return this.#q } }"],
  ],
  ["to the same name", ["const |a = 1"], "a", ["const a = 1"]],
  [
    "of an import, and leaves what it imports",
    ["import { join } from 'node:path'", "|join('a')"],
    "paste",
    ["import { join as paste } from 'node:path'", "paste('a')"],
  ],
  [
    "of a variable that a cell between has looked into",
    ["let v = [1].find(Boolean)", "if (!v) throw 1", "v = 2; |v.toFixed()"],
    "w",
    ["let w = [1].find(Boolean)", "if (!w) throw 1", "w = 2; w.toFixed()"],
  ],
  [
    "of a type",
    ["interface P { x: 1 }", "const f = (p: |P) => p.x"],
    "Point",
    ["interface Point { x: 1 }", "const f = (p: Point) => p.x"],
  ],
  [
    "of a member over cells",
    ["class C { go() {} }", "new C().|go()"],
    "run",
    ["class C { run() {} }", "new C().run()"],
  ],
  [
    "of what is local, in its function alone",
    ["const f = (x: number) => |x + 1", "const g = (x: number) => x"],
    "y",
    ["const f = (y: number) => y + 1", "const g = (x: number) => x"],
  ],
])("renames %s", async (_, cells, name, expected) => {
  expect(await editor.renamed(cells, name)).toEqual(expected);
});

test.each([
  [
    "a name that is taken",
    ["const a = 1; const b = 2", "|a"],
    "b",
    /a name of this notebook already/,
  ],
  ["to what is no name", ["const |a = 1"], "1a", /is no name/],
  ["to a word of the language", ["const |a = 1"], "class", /a word of/],
  [
    "what would be hidden where it is used",
    ["const |a = 1", "const f = (b: number) => a + b"],
    "b",
    /means something else/,
  ],
  [
    "a type that is a value in another cell",
    ["interface P { x: 1 }", "const P = 1", "let p: P; |P"],
    "Q",
    /rename it by hand/,
  ],
  ["what the language has", ["|Math.abs(1)"], "Mathe", /cannot be changed/],
  [
    "while a cell that uses it does not parse",
    ["const |a = 1", "a + ("],
    "b",
    /does not parse/,
  ],
  [
    "a name of a file",
    ["import * as n from './near.ts'; n.|near"],
    "far",
    /rename it there/,
  ],
])("refuses to rename %s", async (_, cells, name, problem) => {
  expect(await editor.renamed(cells, name)).toMatch(problem);
});
