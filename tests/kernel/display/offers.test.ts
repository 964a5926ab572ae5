import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import { toMimeBundle } from "../../../kernel/display/to-mime-bundle.ts";

const show = async (value: unknown) => (await toMimeBundle(value)).data;

/** An object that is no plain one, as those of packages are. */
const made = (name: string, members: object) =>
  Object.assign(new { [name]: class {} }[name]!(), members);

const columns: Record<string, unknown[]> = { a: [1, 2], b: ["x", null] };
const sized = {
  numRows: () => 2,
  numCols: () => 2,
  columnNames: () => ["a", "b"],
  get: (name: string, row: number) => columns[name]![row],
  indices: () => [0, 1],
};
const vectors = {
  numRows: 2,
  schema: { fields: [{ name: "a" }, { name: "b" }] },
  getChild() {},
  getChildAt: (at: number) => ({
    get: (row: number) => columns["ab"[at]!]![row],
  }),
  toArray() {},
  slice() {},
};

test.each([
  ["arquero", sized],
  ["Arrow", vectors],
  [
    "a data frame",
    {
      toRecords: () => [
        { a: 1, b: "x" },
        { a: 2, b: null },
      ],
    },
  ],
])("a table of %s is one, and says how large it is", async (_, members) => {
  const data = await show(made("Frame", members));
  expect(data["text/plain"]).toBe(
    "Frame: 2 rows, 2 columns\na  b\n1  x\n2  null",
  );
  expect(data["text/html"]).toContain(
    '<th>1</th><td style="text-align: right">2</td>',
  );
});

const page = new JSDOM("<svg><circle r='5'/></svg><p>hi <b>you</b></p>").window
  .document as { querySelector(selector: string): unknown };

test("an element is its markup, a drawing also a picture", async () => {
  expect(await show(page.querySelector("p"))).toEqual({
    "text/html": "<p>hi <b>you</b></p>",
    "text/plain": "<p>hi <b>you</b></p>",
  });
  const drawing = await show(page.querySelector("svg"));
  expect(drawing["image/svg+xml"]).toMatch(
    /^<svg xmlns="[^"]+"><circle r="5">/,
  );
  const selection = made("Selection", {
    node: () => page.querySelector("b"),
    selectAll() {},
    attr() {},
  });
  expect(await show(selection)).toMatchObject({ "text/html": "<b>you</b>" });
});

test("specifications of Vega and figures of Plotly are what front ends draw", async () => {
  const $schema = "https://vega.github.io/schema/vega-lite/v6.json";
  const spec = { $schema, mark: "bar" };
  expect(await show(spec)).toMatchObject({
    "application/vnd.vegalite.v5+json": spec,
  });
  expect(
    await show(made("Chart", { toSpec: () => ({ mark: "bar" }) })),
  ).toMatchObject({
    "application/vnd.vegalite.v5+json": { mark: "bar" },
  });
  const view = made("View", {
    toSVG: async () => "<svg/>",
    runAsync() {},
    signal() {},
  });
  expect(await show(view)).toMatchObject({
    "text/plain": "View of Vega",
    "image/svg+xml": expect.stringContaining("<svg"),
  });
  const figure = { data: [{ x: [1], y: [2] }], layout: {} };
  expect(await show(figure)).toEqual({
    "application/vnd.plotly.v1+json": figure,
    "text/plain": "Figure of Plotly: scatter",
  });
  for (const other of [
    { data: [1], layout: {} },
    { ...figure, page: 3 },
    { data: [], layout: {} },
  ])
    expect(Object.keys(await show(other))).toEqual(["text/plain"]);
});

const png = Buffer.from("iVBORw0KGgoAAAANSUhEUg", "base64");

test.each([
  [
    "a canvas",
    made("Canvas", {
      width: 3,
      height: 2,
      getContext() {},
      toBuffer: () => png,
    }),
    { "image/png": png.toString("base64"), "text/plain": "a canvas of 3 × 2" },
  ],
  [
    "a canvas of a page",
    made("Canvas", {
      width: 3,
      height: 2,
      getContext() {},
      toDataURL: () => "data:image/png;base64,AAAA",
    }),
    { "image/png": "AAAA" },
  ],
  ["a PDF", Buffer.from("%PDF-1.7"), { "application/pdf": "JVBERi0xLjc=" }],
  [
    "a sound",
    Buffer.from("RIFF1234WAVEfmt "),
    {
      "text/html": expect.stringMatching(
        /^<audio controls src="data:audio\/wav;base64,/,
      ),
      "text/plain": "a sound of 1 kB, audio/wav",
    },
  ],
  [
    "the address of a picture",
    new URL("https://a.org/x.png?a=1&b"),
    {
      "text/html":
        '<img src="https://a.org/x.png?a=1&amp;b" alt="https://a.org/x.png?a=1&amp;b">',
    },
  ],
  [
    "a matrix of mathjs",
    made("DenseMatrix", {
      isMatrix: true,
      type: "DenseMatrix",
      toArray: () => [
        [1, 2],
        [3, 4],
      ],
    }),
    { "text/latex": "$$\\begin{bmatrix} 1 & 2 \\\\ 3 & 4 \\end{bmatrix}$$" },
  ],
  [
    "a large one of ml-matrix",
    made("Matrix", {
      to2DArray: () => Array.from({ length: 20 }, () => [1, 2]),
      mmul() {},
      isSquare() {},
    }),
    {
      "text/html": expect.stringContaining("<table>"),
      "text/plain": expect.stringMatching(/^Matrix 20 × 2\n1 {2}2\n/),
    },
  ],
  [
    "a quantity",
    made("Unit", { isUnit: true, toString: () => "5 cm" }),
    { "text/plain": "5 cm" },
  ],
  [
    "an expression",
    made("Node", {
      isNode: true,
      toTex: () => "x^2",
      toString: () => "x ^ 2",
      toHTML: () => "<i>",
    }),
    { "text/latex": "$$x^2$$", "text/plain": "x ^ 2" },
  ],
  [
    "a tensor",
    made("Tensor", {
      shape: [2, 8],
      dtype: "float32",
      dataSync: () => Float32Array.from({ length: 16 }, (_, at) => at / 4),
      reshape() {},
      dispose() {},
    }),
    {
      "text/plain":
        "Tensor 2 × 8 of float32: 0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.25, ... 6 more",
    },
  ],
  [
    "a date of luxon",
    made("DateTime", { isValid: true, toISO: () => "2024-05-01", equals() {} }),
    { "text/plain": "DateTime 2024-05-01" },
  ],
  [
    "what gives a page's text",
    made("Report", { toHTML: () => "<i>x</i>" }),
    { "text/html": "<i>x</i>" },
  ],
])("%s shows as what it is", async (_, value, expected) => {
  expect(await show(value)).toMatchObject(expected);
});

const zod3 = (typeName: string, more: object) =>
  made(typeName, { _def: { typeName, ...more }, parse() {}, safeParse() {} });
const zod4 = (type: string, more: object = {}) =>
  made(type, { _zod: { def: { type, ...more } }, parse() {}, safeParse() {} });

test.each([
  zod3("ZodObject", {
    shape: () => ({
      name: zod3("ZodString", {}),
      tags: zod3("ZodOptional", {
        innerType: zod3("ZodArray", { type: zod3("ZodNumber", {}) }),
      }),
    }),
  }),
  zod4("object", {
    shape: {
      name: zod4("string"),
      tags: zod4("optional", {
        innerType: zod4("array", { element: zod4("number") }),
      }),
    },
  }),
])("a schema of zod shows its shape, whichever its version", async (schema) => {
  expect(await show(schema)).toEqual({
    "text/plain": "schema {\n  name: string\n  tags?: number[]\n}",
  });
});

test("what only looks like such a value shows as what it is, and runs no getter", async () => {
  const odd = {
    get toHTML(): never {
      throw new Error("ran");
    },
    shape: [1],
    data: 3,
  };
  expect(Object.keys(await show(odd))).toEqual(["text/plain"]);
  expect(
    Object.keys(
      await show(
        made("Odd", {
          toHTML: () => {
            throw new Error("no");
          },
        }),
      ),
    ),
  ).toEqual(["text/plain"]);
});
