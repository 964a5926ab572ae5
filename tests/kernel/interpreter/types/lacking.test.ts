import { afterAll, describe, expect, test } from "vitest";
import { LanguageService } from "../../../../kernel/interpreter/types/language-service.ts";
import { readHere } from "../reading/read-here.ts";
import { NotebookFolder } from "./notebook-folder.ts";

// Node's own answers decide what is expected: the tests hold on every version.
const folder = new NotebookFolder();
const service = new LanguageService(
  {
    directory: folder.path,
    libTypes: `${folder.path}/none.d.ts`,
    timeoutMs: 20_000,
  },
  readHere(),
);
service.start();
afterAll(() => {
  service.dispose();
  folder.remove();
});

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

async function messages(code: string): Promise<string[]> {
  const found = await service.check({ id: 99, code });
  if ("unavailable" in found) throw new Error("no type checker");
  return found.map(({ message }) => message);
}

/** What a version lacks, and the first that has it. */
const newer: [code: string, name: string, since: string][] = [
  ["Object.groupBy([1, 2], (n) => n % 2)", "groupBy", "21"],
  ["Map.groupBy([1, 2], (n) => n % 2)", "groupBy", "21"],
  ["Promise.withResolvers<number>().promise", "withResolvers", "22"],
  ["new Set([1]).union(new Set([2]))", "union", "22"],
  ["await Array.fromAsync([1])", "fromAsync", "22"],
  ["[1].values().map(String).toArray()", "map", "22"],
  ["Promise.try(() => 1)", "try", "23"],
  ["RegExp.escape('a.b')", "escape", "24"],
  ["Error.isError(1)", "isError", "24"],
  ["new Map([[1, 2]]).getOrInsert(1, 3)", "getOrInsert", "26"],
  ["Temporal.Now.instant()", "Temporal", "26"],
  ["new WebSocket('ws://localhost').readyState", "WebSocket", "22"],
  ["navigator.hardwareConcurrency", "navigator", "21"],
  ["new DisposableStack()", "DisposableStack", "24"],
  ["import { globSync } from 'node:fs'; globSync('*')", "globSync", "22"],
  ["import fs from 'fs'; fs.globSync('*')", "globSync", "22"],
  ["import * as fs from 'fs'; fs.globSync('*')", "globSync", "22"],
  [
    "import { zstdCompressSync } from 'node:zlib'; zstdCompressSync('a')",
    "zstdCompressSync",
    "22.15",
  ],
  [
    "import { DatabaseSync } from 'node:sqlite'; new DatabaseSync(':memory:')",
    "node:sqlite",
    "22.5",
  ],
];

function isOlderThan(since: string): boolean {
  const [ofMajor = 0, ofMinor = 0] = since.split(".").map(Number);
  return major < ofMajor || (major === ofMajor && minor < ofMinor);
}

describe("what came with a later Node is known where it is, and told where it is not", () => {
  test.each(newer)("%s", async (code, name, since) => {
    const all = await messages(code);
    expect(all.length).toBe(new Set(all).size);
    expect(all[0]).toBe(
      isOlderThan(since)
        ? `'${name}' needs Node ${since} or newer; this kernel runs ${major}.${minor}.`
        : undefined,
    );
  });
});

test("a module that an earlier cell imported is looked into too", async () => {
  await service.commit({ id: 1, code: "import fs from 'node:fs';" });
  expect(await messages("fs.readFileSync('x')")).toEqual([]);
  expect(await messages("fs.globSync('*')")).toHaveLength(
    isOlderThan("22") ? 1 : 0,
  );
});

test.each([
  "typeof WebSocket === 'function'",
  "import fs from 'node:fs'; fs.globSync?.('*')",
  "import type { DatabaseSync } from 'node:sqlite';",
  "import { type Dirent, Stats } from 'node:fs';",
  "import { PathLike } from 'node:fs'; const p: PathLike = 'x';",
  "process.send?.(1); process.channel; process.pid",
  "import.meta.main",
  "class WebSocket {}\nnew WebSocket()",
  "class Temporal {}\nnew Temporal()",
])("asking, types and names of one's own are let be: %s", async (code) => {
  expect(await messages(code)).toEqual([]);
});

test.each([
  "import util from 'node:util'; util.isArray([])",
  "import { isArray } from 'node:util'; isArray([])",
])("what Node has and its newest types have not: %s", async (code) => {
  const there = "isArray" in (await import("node:util"));
  expect((await messages(code)).length > 0).toBe(!there);
});

test("a tsconfig.json's own libraries go first", async () => {
  folder.write("tsconfig.json", '{ "compilerOptions": { "lib": ["esnext"] } }');
  expect(await messages("new Set([1]).union(new Set([2]))")).toEqual([]);
  folder.write("tsconfig.json", '{ "compilerOptions": { "lib": ["es2023"] } }');
  expect(await messages("new Set([1]).union(new Set([2]))")).toHaveLength(1);
  folder.remove("tsconfig.json");
});
