import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { afterEach, beforeEach, expect, test } from "vitest";
import { run as exportNotebook } from "../../../kernel/commands/export.ts";
import { toScript } from "../../../kernel/commands/script.ts";
import type { Cell } from "../../../kernel/homework/format/notebook.ts";
import { printed } from "../support/printed.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "romanesco-script-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const code = (source: string): Cell => ({
  cell_type: "code",
  source,
  metadata: {},
});
const scriptOf = (...cells: string[]) => toScript(cells.map(code));

/** What the program of these cells prints, on every Node: its types are taken out first. */
function output(...cells: string[]): string {
  const program = transformSync(scriptOf(...cells), {
    loader: "ts",
    target: "es2022",
    supported: { "top-level-await": true },
  }).code;
  const file = join(folder, "program.mjs");
  writeFileSync(file, program);
  return execFileSync(process.execPath, [file], { encoding: "utf8" });
}

test.each<[what: string, cells: string[], printed: string]>([
  [
    "a constant",
    [
      "const x: number = 1",
      "console.log(x)",
      "const x = 'two'",
      "console.log(x)",
    ],
    "1\ntwo\n",
  ],
  [
    "a constant that an earlier function reads",
    [
      "const x = 1; function read() { return x }",
      "const x = 2",
      "console.log(read())",
    ],
    "2\n",
  ],
  [
    "a function",
    [
      "console.log(f()); function f() { return 1 }",
      "console.log(f()); function f() { return 2 }",
    ],
    "1\n2\n",
  ],
  [
    "a class",
    ["class A { n = 1 }", "class A { n = 2 }", "console.log(new A().n)"],
    "2\n",
  ],
  [
    "what is taken apart",
    [
      "const { a, ...rest } = { a: 1, b: 2 }",
      "const [a] = [3]; console.log(a, rest)",
    ],
    "3 { b: 2 }\n",
  ],
  [
    "an exported name",
    ["export const x = 1", "export const x = 2", "console.log(x)"],
    "2\n",
  ],
  [
    "the same import",
    [
      'import { cpus } from "node:os"',
      'import { cpus, EOL } from "node:os"',
      "console.log(typeof cpus, EOL.length)",
    ],
    "function 1\n",
  ],
  [
    "imports of two modules",
    [
      'import { join } from "node:path/posix"',
      'import { join } from "node:path/win32"',
      'console.log(join("a", "b"))',
    ],
    "a\\b\n",
  ],
  [
    "a resource",
    [
      "using r = { [Symbol.dispose]() { console.log('closed') } }; const kept = 1",
      "console.log(kept)",
    ],
    "closed\n1\n",
  ],
  ["what only notebooks have", ["display([1])"], "[ 1 ]\n"],
])("a program runs in which two cells declare %s", (_what, cells, printed) => {
  expect(output(...cells)).toBe(printed);
});

test("text, settings of the notebook, questions and cells that do not parse are comments", () => {
  const script = toScript([
    { cell_type: "markdown", source: "# Title\n\nText */", metadata: {} },
    code("%types off\nconst a = 1"),
    code("a?"),
    code("const ="),
  ]);
  expect(script).toMatchInlineSnapshot(`
    "// # Title
    //
    // Text */

    // %types off
    const a = 1

    // a?

    // This cell does not parse: Unexpected token
    // const =
    "
  `);
});

test("what is timed stays, what a cell writes or runs is a comment, and packages have the names that Node knows", () => {
  const cells = [
    "%time f(1)\n%who",
    "%%sh\nls -l",
    'import _ from "npm:lodash@4/fp";\nconst d3 = await import("npm:d3")',
  ];
  expect(scriptOf(...cells)).toBe(
    'f(1)\n// %who\n\n// %%sh\n// ls -l\n\nimport _ from "lodash/fp";\nconst d3 = await import("d3")\n',
  );
});

test("romanesco export --to script writes a .ts file, of a notebook that was never run too, and needs no Jupyter", async () => {
  const notebook = join(folder, "a.ipynb");
  writeFileSync(
    notebook,
    JSON.stringify({
      cells: [code("const a = 1")],
      metadata: {},
      nbformat: 4,
      nbformat_minor: 5,
    }),
  );
  const { code: exit, out } = await printed(
    exportNotebook,
    notebook,
    "--to",
    "script",
  );
  expect([exit, out]).toEqual([0, expect.stringContaining("a.ts (")]);
  expect(readFileSync(join(folder, "a.ts"), "utf8")).toBe("const a = 1\n");
});
