import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);

test("every public name has a comment, and every link in one leads somewhere", async () => {
  const { stdout } = await run(process.execPath, [
    "lib/docs/build.js",
    "--check",
  ]);
  const names = Number(/^(\d+) names/m.exec(stdout)?.[1]);
  expect(names).toBeGreaterThan(100);
});
