import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { rows } from "./semantics.ts";
import { Session } from "./session.ts";

const session = new Session({
  "local.ts":
    "export const twice = (x: number): number => 2 * x;\n" +
    "export enum Color { Red, Blue }\n" +
    "export function whoAmI(this: unknown) { return this; }\n",
  "importer.ts":
    "import { twice } from './local';\nexport const four = twice(2);\n",
  "package.json": '{ "imports": { "#helpers/*": "./*" } }',
  "common.cjs": "exports.answer = 42;\n",
  "globals.cjs": "module.exports = [typeof Buffer, typeof structuredClone];\n",
  "data.json": '{ "a": 1 }\n',
  "effect.mjs": "globalThis.effect1 = 'done';\n",
});
mkdirSync(join(session.directory, "node_modules/esm-only"), {
  recursive: true,
});
mkdirSync(join(session.directory, "node_modules/cjs-only"), {
  recursive: true,
});
session.write(
  "node_modules/esm-only/package.json",
  '{ "name": "esm-only", "type": "module", "exports": { "import": "./index.js" } }',
);
session.write(
  "node_modules/esm-only/index.js",
  "export const esmOnly = 'esm';",
);
session.write(
  "node_modules/cjs-only/package.json",
  '{ "name": "cjs-only", "main": "m.js" }',
);
session.write(
  "node_modules/cjs-only/m.js",
  "module.exports = { name: 'cjs' };",
);
afterAll(() => session.close());

test.each(rows)("%s", async (_title, cells, expected) => {
  const all = typeof cells === "string" ? [cells] : cells;
  for (const cell of all.slice(0, -1)) {
    const { outcome } = await session.run(cell);
    expect(outcome).toMatchObject({ status: "ok" });
  }
  const number = session.next;
  const { outcome, text, stdout } = await session.run(all.at(-1)!);
  if ("error" in expected) {
    if (outcome.status !== "error")
      throw new Error(`no error, but ${JSON.stringify(outcome)}`);
    const traceback = outcome.traceback.join("\n");
    expect(traceback).toContain(expected.error);
    if (expected.at)
      expect(traceback).toContain(`cell [${number}]:${expected.at}`);
    return;
  }
  expect(outcome).toMatchObject({ status: "ok" });
  if ("prints" in expected) expect(stdout).toBe(expected.prints);
  else expect(text).toBe(expected.value);
});

test("the table has at least 120 rows", () => {
  expect(rows.length).toBeGreaterThanOrEqual(120);
});
