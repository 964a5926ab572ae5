import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { findFunctions, findPrivate } from "./support/syntax-tree.ts";
import {
  findCircles,
  findImports,
  type Import,
} from "./support/import-graph.ts";
import { parseSource, readSources } from "./support/sources.ts";

const sources = readSources(["kernel", "lib"]);
const imports = findImports(sources);

test("what stands side by side in a folder leans on each other one way only, types included", () => {
  expect(imports.length).toBeGreaterThan(1000);
  expect(findCircles(imports)).toEqual([]);
});

test("a circle is seen, between files and between folders", () => {
  const planted = [
    { from: "lib/errors.ts", to: "lib/worker/runner.ts" },
    { from: "kernel/display/image.ts", to: "kernel/display/to-mime-bundle.ts" },
  ];
  expect(findCircles([...imports, ...planted])).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^in lib: .*errors\.ts/),
      expect.stringMatching(/^in kernel\/display: .*image\.ts/),
    ]),
  );
});

test("lib needs nothing of kernel, and kernel of lib only the shape of a notebook, what both share, and what commands load", () => {
  const outside = ({ from, to }: Import) =>
    from.startsWith("lib/")
      ? to.startsWith("kernel/")
      : to.startsWith("lib/") &&
        !/^lib\/((notebook|escape-html|image-type|encode-png)\.ts|(platform|transfer|cluster)\/)/.test(
          to,
        );
  expect(imports.filter(outside)).toEqual([]);
  expect(
    [
      { from: "lib/index.ts", to: "kernel/main.ts" },
      { from: "kernel/main.ts", to: "lib/pool/pool.ts" },
    ].filter(outside),
  ).toHaveLength(2);
});

/** Of what travels, a worker's copy is made without its constructor: it has the fields and methods of its class, but no `#`. */
const travels = /^lib\/(sync\/|process\/worker-run\.ts)/;

test("what is private begins with #, except where copies are made without a constructor", () => {
  const found = sources.filter((source) => findPrivate(source).length > 0);
  const files = found.map(({ file }) => file);
  expect(files.filter((file) => !travels.test(file))).toEqual([]);
  const text =
    "class A { private a = 1; private constructor(private b: A) {} private c() {} }";
  expect(findPrivate(parseSource("a.ts", text))).toHaveLength(3);
});

test("no file of kernel and lib is longer than 400 lines", () => {
  expect(sources.length).toBeGreaterThan(500);
  const long = sources.filter(({ lines }) => lines > 400);
  expect(long.map(({ file, lines }) => ({ file, lines }))).toEqual([]);
});

/** Their source text is sent to where they run, so that they cannot call helpers. */
const sentAsText = [
  "kernel/homework/running/guard.ts",
  "kernel/interpreter/runtime/disposal.ts",
  "lib/border/carry.ts",
];

test("no function is longer than 60 lines, and nine of ten are shorter than 20", () => {
  const functions = sources
    .flatMap((source) => findFunctions(source))
    .filter(({ file }) => !sentAsText.includes(file));
  expect(functions.length).toBeGreaterThan(4000);
  expect(functions.filter(({ lines }) => lines > 60)).toEqual([]);
  const lengths = functions.map(({ lines }) => lines).sort((a, b) => a - b);
  expect(lengths[Math.floor(lengths.length * 0.9)]).toBeLessThan(20);
});

test("a function is seen wherever it stands: in a class, in a function, in an object", () => {
  const text = `class A {
    #b() {
      return () => {
        go();
      };
    }
  }
  const c = { d() {} };
  export async function* e() {}
  function f(): void;`;
  const found = findFunctions(parseSource("a.ts", text));
  expect(found.map(({ line, lines }) => [line, lines])).toEqual([
    [2, 5],
    [3, 3],
    [8, 1],
    [9, 1],
  ]);
});

test("every file and folder that CONTRIBUTING.md names is there", () => {
  const text = readFileSync("CONTRIBUTING.md", "utf8");
  const named = [
    ...text.matchAll(/`((?:kernel|lib|tests|notebooks)\/[\w./-]+)`/g),
  ].map(([, path]) => path!);
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});
