import { expect, test } from "vitest";
import { Names } from "../../../../kernel/interpreter/cell/names.ts";
import { CellWork } from "../../../../kernel/interpreter/reading/cell-work.ts";

const work = new CellWork();

/** What is said of a cell, its place as `line:column` from 1, and the rest of that line from there. */
function saidOf(code: string): string {
  const { state: names } = new Names();
  const compiled = work.compile({
    ...{ code, names },
    ...{ directory: "/", label: "cell [1]" },
  });
  if (!("mistake" in compiled)) return "compiles";
  const { message, line, column } = compiled.mistake;
  const rest = code.split("\n")[line - 1]!.slice(column);
  return `${message} | ${line}: ${rest}`;
}

/** What students write, and what they are told of it: the mistake, and where. */
const slips: [code: string, said: string][] = [
  [
    'console.log("hello"',
    'Unexpected end of input: the "(" of line 1 is not closed | 1: ',
  ],
  [
    'const a = "hello\nconsole.log(a)',
    'Unterminated string constant | 1: "hello',
  ],
  ["const list = [1, 2 3]", 'Unexpected number 3, expected "," | 1: 3]'],
  [
    "const o = { a: 1 b: 2 }",
    'Unexpected identifier "b", expected "," | 1: b: 2 }',
  ],
  [
    "if (1 > 0 { console.log(1) }",
    'Unexpected token "{", expected ")" | 1: { console.log(1) }',
  ],
  [
    "function f(x) {\n  return x + 1",
    'Unexpected end of input: the "{" of line 1 is not closed | 2: ',
  ],
  [
    "[1, 2].map(x => { return x * 2 )",
    'Unexpected token ")": the "{" of line 1 is not closed | 1: )',
  ],
  ['console.log("a"))', 'Unexpected token ")" | 1: )'],
  ["}", 'Unexpected token "}" | 1: }'],
  ["x +", "Unexpected end of input | 1: "],
  [
    "(x, y) => { x + y\n",
    'Unexpected end of input: the "{" of line 1 is not closed | 2: ',
  ],
  ["const f = (x) = > x + 1", 'Unexpected token ">" | 1: > x + 1'],
  ["`hello ${name`", "Unterminated template | 1: "],
  ["console.log('it's')", 'Unexpected identifier "s", expected "," | 1: s\')'],
  ["function (x) { return x }", 'Unexpected token "(" | 1: (x) { return x }'],
  ["const 1a = 5", "Identifier directly after number | 1: a = 5"],
  ["const fn = async () => { await }", 'Unexpected token "}" | 1: }'],
  [
    "for (let i = 0; i < 5; i++ {\n}",
    'Unexpected token "{", expected ")" | 1: {',
  ],
  ["const = 5", 'Unexpected token "=" | 1: = 5'],
  ['const d = { "a": 1, "b" }', 'Unexpected token "}" | 1: }'],
  ["return 5", "'return' outside of function | 1: return 5"],
  [
    "enum Color { Red Green }",
    'Unexpected identifier "Green", expected "," | 1: Green }',
  ],
  ["let y = 5 let z = 6", 'Unexpected token "let" | 1: let z = 6'],
  ["else { 1 }", 'Unexpected token "else" | 1: else { 1 }'],
  [
    "def add(x, y):\n    return x + y",
    'Unexpected identifier "add". A function is written function add(x: number) { ... } | 1: add(x, y):',
  ],
  [
    "if (true) { 1 } elif (false) { 2 }",
    'Unexpected token "{". Instead of "elif", write else if (...) { ... } | 1: { 2 }',
  ],
  [
    'print "hello"',
    'Unexpected string. To print, write console.log(...) | 1: "hello"',
  ],
  [
    "const c = true and false",
    'Unexpected identifier "and". Instead of "and" and "or", write && and || | 1: and false',
  ],
  [
    'const name = "x"; f"hello {name}"',
    'Unexpected string. To put values into a text, write `Hello ${name}` | 1: "hello {name}"',
  ],
  [
    "for x in [1, 2, 3]:\n    console.log(x)",
    'Unexpected identifier "x". To loop over a list, write for (const x of xs) { ... } | 1: x in [1, 2, 3]:',
  ],
  [
    "if x == 1:\n    console.log(x)",
    'Unexpected identifier "x". Put the condition in parentheses and the block in braces: if (x > 0) { ... } | 1: x == 1:',
  ],
  [
    "while true:\n    break",
    'Unexpected token "true". Put the condition in parentheses and the block in braces: if (x > 0) { ... } | 1: true:',
  ],
  ["not true", 'Unexpected token "true". Instead of "not", write ! | 1: true'],
  [
    "import numpy as np",
    'Unexpected identifier "as". Imports are written import { name } from "package" | 1: as np',
  ],
  [
    "from math import sqrt",
    'Unexpected identifier "math". Imports are written import { name } from "package" | 1: math import sqrt',
  ],
  [
    "class A:\n    pass",
    'Unexpected token ":". Put the block in braces: { ... } | 1: :',
  ],
  [
    "let xs = [x * 2 for x in [1, 2]]",
    'Unexpected token "for". To make one list from another, write xs.map((x) => ...) | 1: for x in [1, 2]]',
  ],
  [
    "const inc = lambda x: x + 1",
    'Unexpected identifier "x". A function without a name is written (x) => ... | 1: x: x + 1',
  ],
  [
    "const b = 5 if true else 6",
    'Unexpected token "if". To choose between two values, write condition ? a : b | 1: if true else 6',
  ],
  [
    "try:\n    f()\nexcept Exception as e:\n    print(e)",
    'Unexpected token ":". Put the block in braces: { ... } | 1: :',
  ],
  [
    "int count = 5",
    'Unexpected identifier "count". A variable with its type is written let count: number = 5 | 1: count = 5',
  ],
  [
    'String s = "a"',
    'Unexpected identifier "s". A variable with its type is written let count: number = 5 | 1: s = "a"',
  ],
  ["var x := 5", 'Unexpected token "=". Values are assigned with = | 1: = 5'],
  [
    "const g = x -> x + 1",
    'Unexpected token ">". A function without a name is written (x) => ... | 1: > x + 1',
  ],
  [
    "const u = “hello”",
    'Unexpected token "“". Code needs straight quotes: " or \' | 1: “hello”',
  ],
  [
    "let n = 1 # one",
    'Unexpected token "#". Comments begin with // | 1: # one',
  ],
  [
    "const t = True;\n# note\n1",
    'Unexpected token "#". Comments begin with // | 2: # note',
  ],
  ["# note\n1 + 1", "compiles"],
  [
    'console.log("this and that", 1 2)',
    'Unexpected number 2, expected "," | 1: 2)',
  ],
  ['const s = "x # y" 5', "Unexpected number 5 | 1: 5"],
  ["a b // and c", 'Unexpected identifier "b" | 1: b // and c'],
  ["let s = `a ${b c}`", 'Unexpected identifier "c", expected "}" | 1: c}`'],
  [
    "x = {\n  a: 1,\n  b: [1, 2\n}",
    'Unexpected token "}": the "[" of line 3 is not closed | 4: }',
  ],
  [
    'import { a from "b"',
    'Unexpected identifier "from", expected "," | 1: from "b"',
  ],
  ["obj.", "Unexpected end of input | 1: "],
  ["const r = /abc", "Unterminated regular expression | 1: abc"],
  ['"a\nb"', 'Unterminated string constant | 1: "a'],
];

test.each(slips)("says what is wrong with %j, and where", (code, said) => {
  expect(saidOf(code)).toBe(said);
});

test("a text that is too long for advice keeps the parser's words", () => {
  expect(saidOf(`${"\n".repeat(100_001)}a b`)).toMatch(/^Missing semicolon/);
});
