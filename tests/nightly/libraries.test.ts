import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Session } from "../kernel/interpreter/session.ts";
import { libraries } from "./libraries.ts";

const packages =
  process.env.LIBRARIES ?? mkdtempSync(join(tmpdir(), "romanesco-libraries-"));
let session: Session;
beforeAll(async () => {
  session = new Session({}, { types: true, packages });
  await session.run(
    'import { Pool } from "romanesco"; const pool = new Pool(1)',
  );
});
afterAll(async () => {
  await session.close();
  if (!process.env.LIBRARIES) rmSync(packages, { recursive: true });
});

test.each(libraries)(
  "$name: import, types, value, display, and inside a worker",
  async ({ name, cell, text, shows = [], worker }) => {
    const { outcome } = await session.run(
      cell.replace('"npm:', `"npm:${name}`),
    );
    expect(outcome).toMatchObject({ status: "ok" });
    const { data } = (outcome as { result: { data: object } }).result;
    expect(Object.keys(data)).toEqual(expect.arrayContaining(shows));
    const shown = (data as Record<string, string>)["text/plain"];
    if (typeof text === "string") expect(shown).toContain(text);
    else expect(shown).toMatch(text);
    if (typeof worker === "string") return;
    const [expression, value] = worker;
    const there = await session.run(
      `JSON.stringify((await pool.map(() => ${expression}, [0]))[0])`,
    );
    expect(there.outcome).toMatchObject({ status: "ok" });
    expect(there.text).toBe(`'${value}'`);
  },
);

test("a table of Arrow and a matrix of ml-matrix go with a function; of what cannot, the error names the variable", async () => {
  const { text } = await session.run(
    "const t = arrow.tableFromArrays({ a: [1, 2] }), ones = Matrix.ones(2, 2); (await pool.map((n: number) => t.numRows + ones.sum() + n, [1]))[0]",
  );
  expect(text).toBe("7");
  for (const [make, name] of [
    ["matrix([[1, 2]])", /variable "held"/],
    ["DateTime.utc()", /held\._zone/],
  ] as const) {
    const { outcome } = await session.run(
      `const held = ${make}; await pool.map(() => String(held), [1])`,
    );
    expect(outcome).toMatchObject({ message: expect.stringMatching(name) });
    expect(outcome).toMatchObject({
      message: expect.stringContaining("make it inside the function"),
    });
  }
});

test("at least 36 of 40 are whole", () => {
  expect(libraries.length).toBeGreaterThanOrEqual(40);
  const whole = libraries.filter(({ worker }) => typeof worker !== "string");
  expect(whole.length).toBeGreaterThanOrEqual(36);
});
