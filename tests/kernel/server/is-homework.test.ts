import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { isHomework } from "../../../kernel/server/is-homework.ts";

const folder = mkdtempSync(join(tmpdir(), "romanesco-homework-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a notebook that says at its end whose it is, is homework; no other file is, and none holds a kernel up", () => {
  const file = join(folder, "a.ipynb");
  const text = '"metadata": { "romanesco": { "student": { "id": "ann" } } }';
  writeFileSync(file, `${" ".repeat(1_000_000)}${text}`);
  expect(isHomework(file)).toBe(true);
  writeFileSync(file, `${text}${" ".repeat(1_000_000)}`);
  expect(isHomework(file)).toBe(false);
  const pipe = join(folder, "pipe.ipynb");
  execFileSync("mkfifo", [pipe]);
  for (const other of [pipe, folder, join(folder, "gone.ipynb")])
    expect(isHomework(other)).toBe(false);
});
