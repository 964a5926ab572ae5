import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadScript } from "../../../../kernel/interpreter/reading/load-script.ts";

const run = promisify(execFile);
let folder: string;

beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "load-script-"))));
afterAll(() => rmSync(folder, { recursive: true }));

interface Exports {
  times(n: number): number;
  sep: string;
  file: string;
}

/** Each its own text: one that this process has compiled before, V8 takes from there. */
function write(factor: number): string {
  const file = join(folder, `times-${factor}.cjs`);
  writeFileSync(
    file,
    `exports.times = (n) => ${factor} * n; exports.sep = require("node:path").sep; exports.file = __filename;`,
  );
  return file;
}

test("runs a file as require does", () => {
  const file = write(2);
  const { exports } = loadScript<Exports>(file);
  expect(exports).toMatchObject({ sep: "/", file });
  expect(exports.times(3)).toBe(6);
});

test("what lies beside it and is no code cache, or cannot be read, costs nothing but time", () => {
  const [odd, unreadable] = [write(3), write(4)];
  writeFileSync(`${odd}.cache`, "of another V8");
  mkdirSync(`${unreadable}.cache`);
  const { script, exports } = loadScript<Exports>(odd);
  expect(script.cachedDataRejected).toBe(true);
  expect(exports.times(5)).toBe(15);
  expect(loadScript<Exports>(unreadable).exports.times(5)).toBe(20);
});

test("V8 takes the code cache that the build made of what reads cells, in a process with the kernel's flags", async () => {
  const [flags, thread] = [
    "../../../../kernel/interpreter/reading/host-flags.json",
    "../../../../dist/kernel/interpreter/reading/reader-thread.cjs",
  ].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  const inThread = `const { reader } = require(${JSON.stringify(thread)});
    console.log(reader.script.cachedDataRejected);
    process.exit();`;
  const host = `const { every, [process.versions.v8.split(".")[0]]: own = [] } = require(${JSON.stringify(flags)});
    for (const flag of [...every, ...own]) require("node:v8").setFlagsFromString(flag);
    new (require("node:worker_threads").Worker)(${JSON.stringify(inThread)}, { eval: true });`;
  const said = await run(process.execPath, ["-e", host]);
  expect(said).toEqual({ stdout: "false\n", stderr: "" });
});
