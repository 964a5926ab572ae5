import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { census } from "../../notebooks/data/census.ts";

test("counts this process and what it starts, and forgets what has ended", async () => {
  const folder = await mkdtemp(join(tmpdir(), "romanesco-census-"));
  const program = join(folder, "waits.mjs");
  await writeFile(
    program,
    `process.on("message", () => process.exit()); process.send("up");`,
  );
  const before = census();
  const children = [fork(program), fork(program)];
  await Promise.all(children.map((child) => once(child, "message")));
  const during = census();
  expect(during.processes).toBe(before.processes + 2);
  expect(during.threads).toBeGreaterThanOrEqual(before.threads + 2);
  const ends = children.map((child) => once(child, "exit"));
  for (const child of children) child.send("end");
  await Promise.all(ends);
  expect(census().processes).toBe(before.processes);
  await rm(folder, { recursive: true });
});
