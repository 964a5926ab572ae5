import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import type { Future } from "../../../lib/index.ts";
import { library, tasks } from "../support/library.ts";
import { endedAfterEach } from "../support/executors.ts";

const start = endedAfterEach(
  (options) => new library.ThreadPoolExecutor(options),
);

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

function heldBytes(): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

test("a task that waits takes under 600 bytes, with its future and its call", async () => {
  const executor = start(1);
  await executor.submit(tasks.square, 1);
  const count = 5000;
  const futures = new Array<unknown>(count).fill(0);
  const before = heldBytes();
  for (let i = 0; i < count; i += 1)
    futures[i] = executor.submit(tasks.square, i);
  const taken = heldBytes() - before;
  expect(taken / count).toBeLessThan(600);
  expect(futures.length).toBe(count);
});

test("an item of a map takes under 150 bytes while the map runs, also as a task of its own", async () => {
  const executor = start(1);
  await executor.submit(tasks.square, 1);
  await using pool = new library.Pool({ workers: 1, threads: true });
  await pool.map(tasks.square, [1]);
  const items = Array.from({ length: 50_000 }, (_, i) => i);
  const maps = [
    (signal: AbortSignal) => executor.map(tasks.square, items, { signal }),
    (signal: AbortSignal) =>
      executor.map(tasks.add, items, items.values(), { signal }),
    (signal: AbortSignal) => pool.map(tasks.square, items, { signal }),
    (signal: AbortSignal) =>
      pool.map(tasks.square, items, { signal, chunkSize: 1 }),
  ];
  const taken: number[] = [];
  for (const map of maps) {
    const stop = new AbortController();
    const before = heldBytes();
    const results = map(stop.signal);
    taken.push((heldBytes() - before) / items.length);
    stop.abort();
    await expect(results).rejects.toThrow("aborted");
  }
  expect(Math.max(...taken)).toBeLessThan(150);
});

test("a map of many tasks gives its results in order, and takes about as long for each as one of few", async () => {
  const executor = start(1);
  const time = async (count: number): Promise<number> => {
    const items = Array.from({ length: count }, (_, i) => i);
    const began = performance.now();
    const squares = await executor.map(tasks.square, items);
    expect(squares.every((each, i) => each === i * i)).toBe(true);
    return (performance.now() - began) / count;
  };
  await time(1000);
  expect(await time(20_000)).toBeLessThan(20 * (await time(2000)));
});

/** Where in this file the task of a failed future was submitted. */
async function lineOf(future: Future<unknown> | undefined): Promise<number> {
  const error = await future?.exception();
  const { stack = "" } = error instanceof Error ? error : {};
  return Number(/many-tasks\.test\.ts:(\d+)/.exec(stack)?.[1]);
}

test("errors of tasks that were submitted together name the line that submitted each", async () => {
  const executor = start(1);
  const one = executor.submit(tasks.failAt, -1);
  const other = executor.submit(tasks.failAt, -2);
  expect(await lineOf(other)).toBe((await lineOf(one)) + 1);
});

test("the errors of a loop's many tasks name its line", async () => {
  const executor = start(1);
  const futures = Array.from({ length: 200 }, (_, i) =>
    executor.submit(tasks.failAt, -i - 1),
  );
  expect(await lineOf(futures[0])).toBeGreaterThan(0);
  expect(await lineOf(futures[199])).toBe(await lineOf(futures[0]));
});
