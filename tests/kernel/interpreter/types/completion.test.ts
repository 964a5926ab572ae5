import { afterAll, beforeAll, expect, test } from "vitest";
import type { Completion } from "../../../../kernel/interpreter/interpreter.ts";
import { LanguageService } from "../../../../kernel/interpreter/types/language-service.ts";
import { NotebookFolder } from "./notebook-folder.ts";
import { readHere } from "../reading/read-here.ts";

const folder = new NotebookFolder({
  "helpers.ts": "export function help() {}",
  "package.json": '{ "dependencies": { "typed-package": "1.0.0" } }',
  "node_modules/typed-package/package.json":
    '{ "name": "typed-package", "version": "1.0.0", "types": "index.d.ts" }',
  "node_modules/typed-package/index.d.ts":
    "/** Twice. */ export declare function twiceAsMuch(n: number): number;",
});
const service = new LanguageService(
  {
    directory: folder.path,
    libTypes: `${folder.path}/none.d.ts`,
    timeoutMs: 20_000,
  },
  readHere(),
);

beforeAll(async () => {
  service.start();
  const cells = [
    `/** All rows. */ const rows = [{ id: 1, name: "a", "a-b": 2 }];
     interface Row { id: number }
     enum Color { Red, Green }
     /** Paints it. */
     function paint(o: { color: "red" | "green"; size?: number }, n: number) {}
     class Shape { #hidden = 1; area = 2; static make() { return new Shape() } scale() {} }`,
    "const rowCount = rows.length; import fs from 'node:fs'",
    "const rows = new Map([['k', 1]]);",
    "let found: string | undefined; found = 'x';",
  ];
  for (const [id, code] of cells.entries()) await service.commit({ id, code });
});
afterAll(() => {
  service.dispose();
  folder.remove();
});

// The cursor is at the bar. Expected are "text kind" of all matches, or of those that must be among them.
const rows: [code: string, matches: string[], among?: "among"][] = [
  ["rowCount.toF|", ["toFixed method"]],
  ["rowC|", ["rowCount constant"]],
  ["const n = 1;\nfound.trimS|", ["trimStart method"]],
  ["const n = 1;\nfoun|", ["found variable"]],
  ["rows.s|", ["set method", "size property"]],
  ["Shape.m|", ["make method"]],
  ["new Shape().|", ["area property", "scale method"]],
  ["Color.|", ["Green enum-member", "Red enum-member"]],
  ["const c: Col|", ["Color enum"]],
  ["const r: Ro|", ["Row interface"]],
  ["new Sha|", ["Shape class", "SharedArrayBuffer variable"], "among"],
  ["paint({ | }, 1)", ["color property", "size property"]],
  ["paint({ color: '|' }, 1)", ["green constant", "red constant"]],
  ["paint({ color: 'r|' }, 1)", ["red constant"]],
  ["const o = { a: 1, 'b c': 2 }; o['|']", ["a property", "b c property"]],
  ["import { readFileS| } from 'node:fs'", ["readFileSync function"], "among"],
  ["import x from 'node:fs/|'", ["promises module"]],
  ["import { help } from './hel|'", ["helpers file"]],
  ["await import('node:fs/|')", ["promises module"]],
  ["import x from 'typed|'", ["typed-package module"]],
  ["fs.readFileSy|", ["readFileSync function"]],
  ["Math.PI|", ["PI property"]],
  ["const inner = 1; { inn| }", ["inner variable"]],
  [
    "function f(param: string) { par| }",
    ["param variable", "parseInt function"],
    "among",
  ],
  ["if (rowCount.toF|", ["toFixed method"]],
  ["rowCount.toF|\nconst next = rowCount;", ["toFixed method"]],
  ["'😀'; '😀'.toU|", ["toUpperCase method"]],
  ["`${rowC|}`", ["rowCount constant"]],
  ["[1].map((one) => one.toF|)", ["toFixed method"]],
  ["awa|", ["await keyword"], "among"],
  ["process.version|", ["version property", "versions property"], "among"],
  ["display|", ["display function"], "among"],
  ["// rowC|", []],
  ["`rowC|`", []],
  ["'rowC|'", []],
];

test.each(rows)("completes %s", async (marked, expected, among) => {
  const { matches } = await completeAtBar(marked);
  const found = matches.map(({ text, kind }) => `${text} ${kind}`);
  const looked = among ? found.filter((one) => expected.includes(one)) : found;
  expect(looked).toEqual(expected);
});

test("replaces the identifier before the cursor, counted in UTF-16 units", async () => {
  expect(await completeAtBar("'😀'; rowC|ou")).toMatchObject({
    start: 6,
    end: 10,
  });
});

test("replaces the part of a module's path after the slash", async () => {
  const code = "import { help } from './hel|'";
  expect(await completeAtBar(code)).toMatchObject({ start: 24, end: 27 });
});

test("shows the type of few matches", async () => {
  expect(await first("rowCount.toF|")).toMatchObject({
    signature: "(method) Number.toFixed(fractionDigits?: number): string",
  });
  expect(await first("rowC|")).toMatchObject({
    signature: "const rowCount: number",
  });
});

test("marks a name that needs an import, and names the module", async () => {
  expect(await first("twiceAs|")).toMatchObject({
    text: "twiceAsMuch",
    kind: "function",
    importFrom: "typed-package",
  });
});

test("marks it after cells were checked, too", async () => {
  await first("twiceAs|");
  expect(await service.check({ id: 9, code: "rowCount + 1" })).toEqual([]);
  expect(await first("[...twiceAs|")).toMatchObject({ text: "twiceAsMuch" });
});

test("offers the newest declaration of a name, once", async () => {
  const { matches } = await completeAtBar("row|");
  expect(matches.map(({ text }) => text)).toEqual(["rowCount", "rows"]);
  expect(matches.map(({ importFrom }) => importFrom)).toEqual([
    undefined,
    undefined,
  ]);
  expect(matches[1]?.signature).toBe("const rows: Map<string, number>");
});

async function first(marked: string): Promise<Completion | undefined> {
  return (await completeAtBar(marked)).matches[0];
}

function completeAtBar(marked: string) {
  const cursor = marked.indexOf("|");
  return service.complete(marked.replace("|", ""), cursor);
}
