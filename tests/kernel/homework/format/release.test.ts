import { expect, test } from "vitest";
import {
  computeChecksum,
  writePythonFloat,
} from "../../../../kernel/homework/format/checksums.ts";
import { parseNotebook } from "../../../../kernel/homework/format/notebook.ts";
import { release } from "../../../../kernel/homework/format/pipeline.ts";
import { splitLines } from "../../../../kernel/homework/format/write-notebook.ts";
import { answer, cell, check, notebook } from "./samples.ts";

const sourceOf = (source: string) =>
  release(notebook([answer("a", source)])).cells[0]?.source;

test("puts the stub in place of a marked region, with its indent, and of a whole answer without one", () => {
  expect(
    sourceOf(
      "function f() {\n  // BEGIN SOLUTION\n  return 1;\n  // END SOLUTION\n}",
    ),
  ).toBe(
    "function f() {\n  // YOUR CODE HERE\n  throw new Error('Not implemented');\n}",
  );
  expect(sourceOf("const secret = 1;")).toBe(
    "// YOUR CODE HERE\nthrow new Error('Not implemented');",
  );
});

test.each([
  ["BEGIN SOLUTION has no END", [answer("a", "// BEGIN SOLUTION\nx")]],
  [
    "inside BEGIN",
    [answer("a", "// BEGIN SOLUTION\n// BEGIN SOLUTION\n// END SOLUTION")],
  ],
  [
    "not an answer cell",
    [cell("code", "// BEGIN SOLUTION\nx\n// END SOLUTION")],
  ],
  [
    "not a test",
    [cell("code", "// BEGIN HIDDEN TESTS\nx\n// END HIDDEN TESTS")],
  ],
  ["not a task", [cell("markdown", "BEGIN MARK SCHEME\nx\nEND MARK SCHEME")]],
  ["same grade_id", [answer("a", "x"), answer("a", "y")]],
  ["letters, digits", [answer("a b", "x")]],
  ["points must be a number", [check("a", NaN, "x")]],
  [
    "both grade and solution",
    [cell("markdown", "x", { id: "a", grade: true, points: 1 })],
  ],
  [
    "must be a markdown",
    [cell("code", "x", { id: "a", task: true, locked: true, points: 1 })],
  ],
  ["END SOLUTION without BEGIN", [answer("a", "secret\n// END SOLUTION")]],
  [
    "misspelt",
    [check("a", 1, "x\n// BEGIN HIDDEN TEST\nsecret\n// END HIDDEN TEST")],
  ],
  ["misspelt", [check("a", 1, "# begin hiden tests\nsecret")]],
  ["misspelt", [cell("markdown", "*** BEGIN SOLUTON ***\nsecret")]],
  ["AUTOTEST", [check("a", 1, "### AUTOTEST f(1)")]],
  ["AUTOTEST", [check("a", 1, "x\n/// HASHED AUTOTEST f(1)")]],
  [
    "raw cell",
    [cell("raw", "x", { id: "a", grade: true, locked: true, points: 5 })],
  ],
  [
    "invalid nbgrader metadata",
    [{ ...cell("code", "x"), metadata: { nbgrader: null as never } }],
  ],
  ["surrogate", [cell("markdown", "\ud83d")]],
  [
    "attached picture",
    [
      cell(
        "markdown",
        "BEGIN MARK SCHEME\n![](attachment:a.png)\nEND MARK SCHEME",
        { id: "a", task: true, locked: true, points: 1 },
      ),
    ],
  ],
])(
  "refuses a source that would lose points or leak answers: %s",
  (message, cells) => {
    expect(() => release(notebook(cells))).toThrow(message);
  },
);

test("refuses a list of questions that is not the cells'", () => {
  const source = notebook([check("a", 1, "x")]);
  source.metadata.romanesco = { questions: ["a", "b"] };
  expect(() => release(source)).toThrow('Make it ["a"]');
});

test("keeps answers from being deleted, and tests from being edited", () => {
  const [first, second] = release(
    notebook([answer("a", "x"), check("b", 1, "y")]),
  ).cells;
  expect(first?.metadata).toMatchObject({ deletable: false });
  expect(first?.metadata).not.toHaveProperty("editable");
  expect(second?.metadata).toMatchObject({ deletable: false, editable: false });
});

test("writes floats as Python does", () => {
  expect(
    [5, 0, 2.5, 0.1, 1e-5, 1.5e-7, 1e16, 123456].map(writePythonFloat),
  ).toEqual([
    "5.0",
    "0.0",
    "2.5",
    "0.1",
    "1e-05",
    "1.5e-07",
    "1e+16",
    "123456.0",
  ]);
});

test("a checksum changes with text, role, name and points", () => {
  const sums = [
    check("a", 1, "x"),
    check("a", 1, "y"),
    check("a", 2, "x"),
    check("b", 1, "x"),
    answer("a", "x"),
  ].map(computeChecksum);
  expect(new Set(sums).size).toBe(5);
});

test("splits lines where Python does", () => {
  expect(splitLines("a\r\nb\rc\u2028d\x0be\n")).toEqual([
    "a\r\n",
    "b\r",
    "c\u2028",
    "d\x0b",
    "e\n",
  ]);
  expect(splitLines("")).toEqual([]);
});

test.each([
  ["{", "is not JSON"],
  ["[]", "holds no object"],
  ['{"nbformat":3,"cells":[],"metadata":{}}', "not a notebook of format 4"],
  ['{"nbformat":4,"cells":[{}],"metadata":{}}', "cell 1 has no source"],
])("says what is wrong with %s", (text, message) => {
  expect(() => parseNotebook(text, "x.ipynb")).toThrow(message);
});

test("takes out pictures that only a solution showed, the state of widgets, and nothing else", () => {
  const attachments = { "a.png": {}, "b c.png": {} };
  const manual = cell("markdown", "My answer ![](attachment:a.png)", {
    id: "why",
    grade: true,
    solution: true,
    points: 1,
  });
  const text = cell(
    "markdown",
    "![](attachment:b%20c.png) ![](attachment:a.png)",
  );
  const half = answer(
    "half",
    "// BEGIN SOLUTION\n// END SOLUTION\n// attachment:b%20c.png",
  );
  const source = notebook(
    [manual, text, half].map((each) => ({ ...each, attachments })),
  );
  source.metadata.widgets = { state: "secret" };
  const { cells, metadata } = release(source);
  expect(cells.map((each) => Object.keys(each.attachments ?? {}))).toEqual([
    [],
    ["a.png", "b c.png"],
    ["b c.png"],
  ]);
  expect(metadata).not.toHaveProperty("widgets");
});

test("lists the questions, so that a student is told of a deleted one", () => {
  const source = notebook([answer("a", "x"), check("b", 1, "y")]);
  expect(release(source).metadata.romanesco).toEqual({ questions: ["b"] });
});

test("leaves alone what only speaks of beginnings and ends", () => {
  const text = "Begin with your solution here.\nEnd tests\nBEGIN\nThe end";
  expect(release(notebook([cell("markdown", text)])).cells[0]?.source).toBe(
    text,
  );
});
