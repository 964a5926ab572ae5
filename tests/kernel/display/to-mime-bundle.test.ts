import { describe, expect, test } from "vitest";
import { consoleTable } from "../../../kernel/display/html-table.ts";
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

  test("is there at once for a list of nothing but gaps", async () => {
    expect(await show(new Array(2 ** 31))).toEqual({
      "text/plain": "[ <2147483648 empty items> ]",
    });
    const ended = [{ a: 1 }, { a: 2 }];
    ended.length = 2 ** 31;
    expect(await show({ data: ended, layout: {} })).toHaveProperty(
      "text/plain",
    );
  });

  test("comes from its own method, at once or later", async () => {
    const html = { "text/html": "<b>x</b>" };
    expect(await show({ [displayed]: () => html })).toMatchObject(html);
    expect(await show({ [displayed]: async () => html })).toMatchObject(html);
  });

  test("says of a representation that nests too deep that it is left out", async () => {
    const deep = (depth: number): unknown =>
      JSON.parse(`${"[".repeat(depth)}${"]".repeat(depth)}`);
    for (const depth of [401, 3000, 100_000])
      expect(
        await show({
          [displayed]: () => ({ "application/json": deep(depth) }),
        }),
      ).toEqual({
        "text/plain": expect.stringMatching(
          /^its application\/json is left out: it nests deeper/,
        ),
      });
    const fine = { "application/json": deep(390) };
    expect(await show({ [displayed]: () => fine })).toMatchObject(fine);
  });

  test("cuts text, and leaves out other representations, of more than 64 million characters", async () => {
    const long = "x".repeat(70_000_000);
    const shown = await show({
      [displayed]: () => ({ "text/plain": long, "image/png": "" }),
    });
    const text = shown["text/plain"] as string;
    expect(text.length).toBeLessThan(68_000_000);
    expect(text.slice(-80)).toMatch(
      /xxx\n\.\.\. \d+ more characters are left out$/,
    );
    for (const html of [long, { long }, Buffer.alloc(70_000_000)])
      expect(
        await show({ [displayed]: () => ({ "text/html": html }) }),
      ).toEqual({
        "text/plain": expect.stringMatching(
          /^its text\/html is left out: it has 70\d+ /,
        ),
      });
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

  test("asks a Proxy how it shows itself, and nothing else", async () => {
    const asked: PropertyKey[] = [];
    const frame = new Proxy(
      {},
      {
        get(_target, key) {
          asked.push(key);
          return () => ({ "text/html": "<b>frame</b>" });
        },
        ownKeys: () => (asked.push("keys"), []),
        has: (_target, key) => (asked.push(key), false),
      },
    );
    expect(await show(frame)).toMatchObject({ "text/html": "<b>frame</b>" });
    expect(asked).toEqual([displayed]);
  });

  test("runs no getter and no other trap of a Proxy", async () => {
    let ran = 0;
    const count = (_target?: object, key?: PropertyKey) =>
      key === displayed ? undefined : ++ran;
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

  test("carries bytes as base64, and bytes of text as text", async () => {
    const bytes = Uint8Array.of(1, 2, 250);
    const shown = await show({
      [displayed]: () => ({
        "image/png": bytes,
        "audio/mpeg": bytes.buffer,
        "image/svg+xml": Buffer.from("<svg/>"),
        "text/plain": Buffer.from("é"),
      }),
    });
    expect(shown).toEqual({
      "image/png": "AQL6",
      "audio/mpeg": "AQL6",
      "image/svg+xml": "<svg/>",
      "text/plain": "é",
    });
  });

  test("leaves out the type with which VS Code shows nothing", async () => {
    const type = "application/vnd.dataresource+json";
    const shown = await show({
      [displayed]: () => ({ [type]: {}, "text/html": "1" }),
    });
    expect(shown).not.toHaveProperty([type]);
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
    expect(html).toContain("<td></td><th>a</th><th>b</th>");
    expect(html).toContain(
      '<tr><th>1</th><td style="text-align: right">2</td><td style="text-align: left">&lt;x&gt;</td></tr>',
    );
  });

  test("shows a Map and a typed array", async () => {
    expect((await show(new Map([["k", 1]])))["text/html"]).toContain(
      '<tr><th>k</th><td style="text-align: right">1</td></tr>',
    );
    expect((await show(Float64Array.of(1.5)))["text/html"]).toContain(
      '<tr><th>0</th><td style="text-align: right">1.5</td></tr>',
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
    const table = consoleTable([{ a: 1, b: 2 }, 3], ["b"]);
    expect(table?.replaceAll(/ style="[^"]*"/g, "")).toContain(
      "<tr><th>0</th><td>2</td><td></td></tr>\n<tr><th>1</th><td></td><td>3</td></tr>",
    );
  });

  test("has numbers of six digits, and whole numbers as they are", async () => {
    const { "text/html": html } = await show([
      { a: 1 / 3, b: 12345678, c: 1e-7 / 3 },
      { a: -0, b: NaN, c: 2n ** 70n },
    ]);
    const cells = [...(html as string).matchAll(/<td style[^>]*>([^<]*)/g)];
    expect(cells.map(([, text]) => text)).toEqual([
      "0.333333",
      "12345678",
      "3.33333e-8",
      "-0",
      "NaN",
      "1180591620717411303424n",
    ]);
  });
});
