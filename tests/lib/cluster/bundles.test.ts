import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import type { Pool } from "../../../lib/index.ts";
import { startCluster } from "../support/cluster.ts";
import { library, tasks } from "../support/library.ts";

// Tasks that were short of late travel together; then one of them is not like the others.
const server = await startCluster({ hosts: 1, workers: 2 });
const cluster = await server.connect();
const place = 5;
type What = Parameters<typeof tasks.squareOr>[1];
let pool: Pool;

afterAll(async () => {
  await cluster.close();
  await server.end();
});

beforeEach(async () => {
  pool = new library.Pool({ on: cluster });
  await Promise.all(submit(100));
});

afterEach(async () => {
  pool.terminate();
  await pool.join();
});

/** @param odd what the one at its place does instead */
function submit(count: number, odd?: What, signal?: AbortSignal) {
  return Array.from({ length: count }, (_, x) =>
    x === place && odd !== undefined
      ? pool.applyAsync(tasks.squareOr, [x, odd], { signal })
      : pool.applyAsync(tasks.squareOr, [x]),
  );
}

const without = <T>(all: T[]): T[] => all.toSpliced(place, 1);
const squares = without(Array.from({ length: 60 }, (_, x) => x * x));

test("those before and behind one that takes long have their results while it runs", async () => {
  const gate = join(mkdtempSync(join(tmpdir(), "gate-")), "open");
  const all = submit(60, gate as What);
  expect(await Promise.all(without(all))).toEqual(squares);
  expect(all[place]!.ready()).toBe(false);
  writeFileSync(gate, "");
  expect(await all[place]).toBe(gate);
});

test("one that ends its workers is rejected, and costs the others nothing", async () => {
  const before = pool.timeline().length;
  const all = submit(60, "exit");
  await expect(all[place]!.get()).rejects.toThrow(library.WorkerExitError);
  expect(await Promise.all(without(all))).toEqual(squares);
  const since = pool.timeline().slice(before);
  expect(since.filter(({ ok }) => !ok)).toHaveLength(3);
  expect(since.filter(({ ok }) => ok)).toHaveLength(squares.length);
});

test("one that is given up is stopped alone", async () => {
  const controller = new AbortController();
  const all = submit(60, "spin", controller.signal);
  expect(await Promise.all(without(all))).toEqual(squares);
  const more = submit(60);
  controller.abort(new Error("enough"));
  await expect(all[place]!.get()).rejects.toThrow("enough");
  expect(without(await Promise.all(more))).toEqual(squares);
});

test("one that fails says where, and one with a large result gives it", async () => {
  const all = submit(60, "fail");
  expect(await Promise.all(without(all))).toEqual(squares);
  const error = (await all[place]!.get().catch((reason) => reason)) as Error;
  expect(error).toMatchObject({ name: "RangeError", message: "no square" });
  expect(error.stack).toContain("squareOr");
  const texts = submit(60, "text");
  expect(await texts[place]).toBe("long ".repeat(2000));
  expect(await Promise.all(without(texts))).toEqual(squares);
});
