import type { Everyday, Sees } from "./cells.ts";

/**
 * What a program means, in cells as in a file: a row for each thing that a kernel easily gets wrong. Only the last cell of a row
 * is looked at; those before may fail.
 */
const row = (does: string, cells: string[], sees: Sees): Everyday => ({
  does,
  cells,
  sees,
});

/** Beside the notebook. */
export const meaningFiles: Record<string, string> = {
  "tsconfig.json":
    '{ "compilerOptions": { "experimentalDecorators": true, "emitDecoratorMetadata": true } }',
  "shop.ts":
    'import { price } from "./price.ts";\nimport type { Item } from "./price.ts";\n' +
    "export enum Size { small, large }\nexport const total = (items: Item[]): number => items.length * price;\n" +
    "export function refuse(): never {\n  throw new Error('sold out');\n}\n",
  "price.ts":
    "export interface Item { name: string }\nexport const price: number = 2;\n",
  "data.json": '{ "a": 1 }',
  "node_modules/cut/package.json": '{ "main": "main.js" }',
  "node_modules/cut/main.js":
    "const cut = {};\ncut.chunk = (list) => [list];\n(0, function (m) { m.exports = cut })(module);",
  "worker.ts":
    'import { parentPort } from "node:worker_threads";\nconst n: number = 6;\nparentPort!.postMessage(n * 7);\n',
};

const failing: Everyday[] = [
  row(
    "uses `using` after a cell with it has thrown",
    [
      "const noted: string[] = []; const held = (name: string) => ({ [Symbol.dispose]() { noted.push(name) } })",
      "using thrown = held('first'); throw new Error('no')",
      "using fine = held('second'); noted.join()",
    ],
    { value: "'first'" },
  ),
  row(
    "disposes in loops",
    [
      "for (using each of [held('a'), held('b')]) noted.push('in'); noted.slice(-4).join()",
    ],
    { value: "'in,a,in,b'" },
  ),
  row(
    "prints after a cell that left a group open",
    ["console.group(); throw new Error('no')", "console.log('at the left')"],
    { prints: "at the left\n" },
  ),
];

const programs: Everyday[] = [
  row(
    "makes an object of a function",
    [
      "new (function (this: any) { this.a = new.target !== undefined } as any)()",
    ],
    { shows: "a: true" },
  ),
  row(
    "names a function by a computed key",
    ["({ ['a' + 1]: function () {} }).a1!.name"],
    {
      value: "'a1'",
    },
  ),
  row(
    "reads a name above its let",
    ["const peek = () => later9; peek(); let later9 = 1"],
    { error: ["ReferenceError"] },
  ),
  row(
    "changes a constant by destructuring",
    ["// @ts-nocheck\nconst fixed9 = [1]; [fixed9] = [2]"],
    { error: ["TypeError", "Assignment to constant variable"] },
  ),
  row(
    "imports only a type, and looks at a value",
    ["import type { Item } from './price.ts'\n5 + 5"],
    { value: "10" },
  ),
  row("types JSON into a cell", ['{ "a": 1, "b": [2] }'], {
    value: "{ a: 1, b: [ 2 ] }",
  }),
  row(
    "replaces a method of arrays, and goes on",
    [
      "const kept9 = Array.prototype.map; Array.prototype.map = () => { throw new Error('mine') }",
      "const list9 = [1, 2]; list9",
      "Array.prototype.map = kept9; [1].map((x) => x + 1)",
    ],
    { value: "[ 2 ]" },
  ),
  row(
    "gives all objects a method",
    [
      "(Object.prototype as any).hello = () => 'hi'",
      "const plain9 = 5; plain9",
      "delete (Object.prototype as any).hello; plain9",
    ],
    { value: "5" },
  ),
  row(
    "handles rejections on its own",
    [
      "const rejected: string[] = []; process.on('unhandledRejection', (e: Error) => { rejected.push(e.message) })",
      "void Promise.reject(new Error('later')); await new Promise((r) => setTimeout(r, 20)); rejected.join()",
    ],
    { value: "'later'" },
  ),
];

const types: Everyday[] = [
  row(
    "has found out in one cell that a value is there",
    [
      "const found9 = new Map([['a', 1]]).get('a'); if (found9 === undefined) throw new Error('none')",
      "let data9: { a: number } | null = null; data9 = { a: 4 }",
      "found9 + data9.a",
    ],
    { value: "5" },
  ),
  row(
    "edits a class while an old instance is there",
    [
      "class Dog9 { name = 'Rex' }\nconst rex = new Dog9()",
      "class Dog9 { name = 'Rex'; sit() { return 'sits' } }",
      "rex.sit()",
    ],
    { error: ["rex was made by the Dog9 of cell", "which makes it"] },
  ),
  row(
    "hides a global type, and is told how to add to it",
    [
      "interface Array<T> { last(): T }",
      "[1].at(0)",
      "const xs9: Array<number> = [1]",
    ],
    { error: ["declare global"] },
  ),
  row("leaves a type out", ["const loose9 = (x) => x; loose9(2)"], {
    value: "2",
    rich: { "text/plain": "implicitly has an 'any' type" },
  }),
  row(
    "asks decorators for types",
    [
      "const told9: string[] = []; (Reflect as any).metadata = (key: string, type: any) => () => { told9.push(`${key} ${type.name}`) }",
      "function mark(..._: unknown[]) {}\nclass Marked { @mark when!: Date }\ntold9.join()",
    ],
    { value: "'design:type Date'" },
  ),
];

const files: Everyday[] = [
  row(
    "imports by name from a CommonJS package",
    ["// @ts-ignore\nimport { chunk } from 'cut'; chunk([1])"],
    { value: "[ [ 1 ] ]" },
  ),
  row("imports JSON", ["import json9 from './data.json'; json9.a"], {
    value: "1",
  }),
  row(
    "is told the line of a local file that throws",
    ["import { total, refuse } from './shop.ts'; refuse()"],
    { error: ["sold out", "shop.ts:6"] },
  ),
  row(
    "edits a file that a local file imports",
    [
      "import { total } from './shop.ts'; total([{ name: 'a' }])",
      "import { writeFileSync } from 'node:fs'; writeFileSync('price.ts', 'export interface Item { name: string }\\nexport const price: number = 3;\\n')",
      "import { total } from './shop.ts'; import { Pool } from 'romanesco'\nconst pool9 = new Pool(1); const both9 = [total([{ name: 'a' }]), (await pool9.map((n: number) => n * total([{ name: 'b' }]), [1]))[0]]; await pool9.close(); both9",
    ],
    { value: "[ 3, 3 ]" },
  ),
  row(
    "starts a worker from a .ts file",
    [
      "import { Worker } from 'node:worker_threads'; const w9 = new Worker('./worker.ts'); await new Promise((r) => w9.once('message', r))",
    ],
    { value: "42" },
  ),
];

export const meanings = [...failing, ...programs, ...types, ...files];
