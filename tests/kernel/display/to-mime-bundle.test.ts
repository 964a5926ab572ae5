import { describe, expect, test } from "vitest";
import { consoleTable } from "../../../kernel/display/renderers/html-table.ts";
import { toMimeBundle } from "../../../kernel/display/to-mime-bundle.ts";

const show = async (value: unknown) => (await toMimeBundle(value)).data;
const displayed = Symbol.for("Jupyter.display");

describe("a value as a MIME bundle", () => {
  test("is its inspection without colour", async () => {
    expect(await show({ a: [1, "b"] })).toEqual({
      "text/plain": "{ a: [ 1, 'b' ] }",
    });
    expect(await show(3.5)).toEqual({ "text/plain": "3.5" });
  });

  test("comes from its own method, at once or later", async () => {
    const html = { "text/html": "<b>x</b>" };
    expect(await show({ [displayed]: () => html })).toMatchObject(html);
    expect(await show({ [displayed]: async () => html })).toMatchObject(html);
  });

  test("is nothing when its own method says so", async () => {
    const shown = { [displayed]: () => ({ "text/plain": undefined }) };
    expect(await show(shown)).toEqual({});
  });

  test("says so when its own method fails", async () => {
    const broken = {
      [displayed]() {
        throw new Error("broken");
      },
    };
    expect((await show(broken))["text/plain"]).toContain("broken");
  });

  test("runs no getter and no trap of a Proxy", async () => {
    let ran = 0;
    const count = () => ++ran;
    await show([
      Object.defineProperty({ a: 1 }, "b", { get: count, enumerable: true }),
      { a: 2 },
    ]);
    await show(new Proxy({}, { get: count, ownKeys: () => (count(), []) }));
    expect(ran).toBe(0);
  });

  test.each([
    ["image/png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]],
    ["image/jpeg", [0xff, 0xd8, 0xff, 0xe0]],
    ["image/gif", [0x47, 0x49, 0x46, 0x38, 0x39, 0x61]],
  ])("is %s and no table when its bytes begin so", async (mime, bytes) => {
    expect(await show(Uint8Array.from(bytes))).toEqual({
      [mime]: Buffer.from(bytes).toString("base64"),
      "text/plain": expect.any(String),
    });
  });

  test("is an SVG when its bytes are one", async () => {
    const svg =
      '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>';
    expect(await show(Buffer.from(svg))).toHaveProperty(["image/svg+xml"], svg);
  });
});

describe("a table", () => {
  test("shows records with the columns of all of them", async () => {
    const { "text/html": html } = await show([{ a: 1 }, { a: 2, b: "<x>" }]);
    expect(html).toContain("<th></th><th>a</th><th>b</th>");
    expect(html).toContain("<tr><th>1</th><td>2</td><td>&lt;x&gt;</td></tr>");
  });

  test("shows a Map and a typed array", async () => {
    expect((await show(new Map([["k", 1]])))["text/html"]).toContain(
      "<tr><th>k</th><td>1</td></tr>",
    );
    expect((await show(Float64Array.of(1.5)))["text/html"]).toContain(
      "<tr><th>0</th><td>1.5</td></tr>",
    );
  });

  test("is cut with a note", async () => {
    const rows = Array.from({ length: 1000 }, (_, index) => ({ index }));
    const html = (await show(rows))["text/html"] as string;
    expect(html.match(/<tr>/g)).toHaveLength(51);
    expect(html).toContain("… and 950 more rows");
  });

  test("is not made of arrays of plain values", async () => {
    expect(await show([1, 2, 3])).not.toHaveProperty(["text/html"]);
  });

  test("of console.table has the columns asked for", () => {
    expect(consoleTable([{ a: 1, b: 2 }, 3], ["b"])).toContain(
      "<tr><th>0</th><td>2</td><td></td></tr>\n<tr><th>1</th><td></td><td>3</td></tr>",
    );
  });
});
