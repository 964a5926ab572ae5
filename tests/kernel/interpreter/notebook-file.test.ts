import { renameSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { Session } from "./session.ts";

process.env.JPY_SESSION_NAME = "mine.ipynb";
const session = new Session({ "mine.ipynb": "{}" });
delete process.env.JPY_SESSION_NAME;
afterAll(() => session.close());

test("import.meta.filename is the notebook's own, in workers too, and absent once it was renamed", async () => {
  const file = join(session.directory, "mine.ipynb");
  expect((await session.run("import.meta.filename")).text).toBe(`'${file}'`);
  const { text } = await session.run(
    'import { Pool } from "romanesco"; const pool = new Pool(1);\nconst files = await pool.map(() => import.meta.filename, [1]); await pool.close(); files[0]',
  );
  expect(text).toBe(`'${file}'`);
  renameSync(file, join(session.directory, "other.ipynb"));
  expect((await session.run("String(import.meta.filename)")).text).toBe(
    "'undefined'",
  );
});
