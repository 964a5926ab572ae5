import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  type Half,
  WalledPair,
} from "../../../../kernel/homework/running/runtime-pair.ts";

let folder: string;
let pair: WalledPair;
const started = new Set<number>();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pair-"));
  const program = join(folder, "waits.js");
  writeFileSync(program, "setInterval(() => {}, 1e6);");
  pair = new WalledPair(folder, program);
});
afterEach(() => {
  for (const pid of started) process.kill(pid, "SIGKILL");
  started.clear();
  rmSync(folder, { recursive: true });
});

/** Its process. */
function start(half: Half): number {
  const { pid } = pair.start(half).child!;
  started.add(pid!);
  return pid!;
}

test("one program for both halves, and another when a half is asked for again", () => {
  const first = start("cells");
  expect(start("checks")).toBe(first);
  const second = start("checks");
  expect(second).not.toBe(first);
  expect(start("cells")).toBe(second);
});

test("after a renewal neither half is of the program before, though that had one to give", () => {
  const first = start("checks");
  pair.renew();
  const second = start("cells");
  expect(second).not.toBe(first);
  expect(start("checks")).toBe(second);
});
