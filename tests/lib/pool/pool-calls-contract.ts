import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Pool } from "../../../lib/index.ts";
import { until, workerProcesses } from "../support/children.ts";
import { newFile } from "../support/executors.ts";
import { library, tasks } from "../support/library.ts";
import type { StartPool } from "../support/pools.ts";

/** What every Pool does, wherever its workers are. To be called in a `describe`; `start` ends its pools after each test. */
export function checkPoolCalls(start: StartPool): void {
  test("maps in input order, in chunks of its own choice or of ours", async () => {
    const pool = start(2);
    const xs = Array.from({ length: 1000 }, (_, i) => i);
    const squares = xs.map((x) => x * x);
    expect(await pool.map(tasks.square, xs)).toEqual(squares);
    expect(await pool.map(tasks.square, new Set(xs))).toEqual(squares);
    expect(await pool.map(tasks.square, xs, { chunkSize: 7 })).toEqual(squares);
    expect(await pool.map(tasks.squareLater, xs.slice(0, 20))).toEqual(
      squares.slice(0, 20),
    );
    expect(await pool.map(tasks.square, [])).toEqual([]);
  });

  test("chunks as Python does: ceil(n / (4 * workers)) items a task", async () => {
    const pool = start(2);
    await pool.map(
      tasks.square,
      Array.from({ length: 41 }, (_, i) => i),
    );
    expect(pool.timeline().length).toBe(Math.ceil(41 / Math.ceil(41 / 8)));
  });

  test("spreads each item of a starmap over the parameters", async () => {
    const pairs: [number, number][] = [
      [1, 2],
      [3, 4],
    ];
    expect(await start(2).starmap(tasks.add, pairs)).toEqual([3, 7]);
  });

  test("gives handles that tell when they are ready, and calls back", async () => {
    const pool = start(1);
    const seen: unknown[] = [];
    const good = pool.mapAsync(tasks.square, [1, 2], {
      callback: (result) => seen.push(result),
    });
    const bad = pool.applyAsync(tasks.failAt, [-1], {
      errorCallback: (error) => seen.push((error as Error).message),
    });
    expect(good.ready()).toBe(false);
    expect(() => good.successful()).toThrow(library.StateError);
    expect(await good.get(10)).toEqual([1, 4]);
    await bad.wait();
    expect([good.successful(), bad.successful()]).toEqual([true, false]);
    expect(seen).toEqual([[1, 4], "cannot take -1"]);
    await expect(pool.starmapAsync(tasks.add, [[1, 2]]).get()).resolves.toEqual(
      [3],
    );
  });

  test("gives up waiting with get and wait, not the work", async () => {
    const gate = newFile("gate");
    const result = start(1).applyAsync(tasks.waitForFile, [gate]);
    await expect(result.get(0.01)).rejects.toThrow(library.TimeoutError);
    await result.wait(0.01);
    expect(result.ready()).toBe(false);
    writeFileSync(gate, "");
    expect(await result).toBe(gate);
  });

  test("yields in order with imap, reading an endless input as results are taken", async () => {
    let read = 0;
    function* naturals(): Generator<number> {
      for (;;) yield read++;
    }
    const squares: number[] = [];
    for await (const x of start(2).imap(tasks.square, naturals())) {
      squares.push(x);
      if (squares.length === 100) break;
    }
    expect(squares).toEqual(Array.from({ length: 100 }, (_, i) => i * i));
    expect(read).toBeLessThan(200);
  });

  test("reads an asynchronous input", async () => {
    async function* some(): AsyncGenerator<number> {
      for (let i = 0; i < 5; i += 1) yield await Promise.resolve(i);
    }
    const results = start(2).imap(tasks.square, some(), { chunkSize: 2 });
    expect(await results.toArray()).toEqual([0, 1, 4, 9, 16]);
  });

  test("yields what is done first with imapUnordered", async () => {
    const [gate, open] = [newFile("gate"), newFile("open")];
    writeFileSync(open, "");
    const results = start(2).imapUnordered(tasks.waitForFile, [gate, open]);
    expect((await results.next()).value).toBe(open);
    writeFileSync(gate, "");
    expect(await results.toArray()).toEqual([gate]);
  });

  test("goes on after an item that failed in imap", async () => {
    const results = start(2).imap(tasks.failAt, [1, -2, 3]);
    expect((await results.next()).value).toBe(1);
    await expect(results.next()).rejects.toThrow("cannot take -2");
    expect((await results.next()).value).toBe(3);
    expect(await results.next()).toEqual({ done: true, value: undefined });
  });

  test("gives up on next after a timeout and gives the result later", async () => {
    const gate = newFile("gate");
    const results = start(1).imap(tasks.waitForFile, [gate]);
    await expect(results.next(0.01)).rejects.toThrow(library.TimeoutError);
    writeFileSync(gate, "");
    expect((await results.next()).value).toBe(gate);
  });

  test("hands on an error of the input", async () => {
    function* torn(): Generator<number> {
      yield 1;
      throw new Error("the input tore");
    }
    const results = start(1).imap(tasks.square, torn());
    expect((await results.next()).value).toBe(1);
    await expect(results.next()).rejects.toThrow("the input tore");
    expect((await results.next()).done).toBe(true);
  });

  test("finishes its work after close, and takes no more", async () => {
    const pool = start(2);
    const squares = pool.map(tasks.square, [1, 2, 3]);
    await expect(pool.join()).rejects.toThrow(library.StateError);
    pool.close();
    await pool.join();
    expect(await squares).toEqual([1, 4, 9]);
    await expect(pool.map(tasks.square, [1])).rejects.toThrow(
      library.ExecutorClosedError,
    );
  });

  test("ends at the end of its block", async () => {
    let outside: Pool;
    {
      await using pool = start(2);
      outside = pool;
      expect(await pool.map(tasks.square, [3])).toEqual([9]);
    }
    await expect(outside.map(tasks.square, [1])).rejects.toThrow(
      library.ExecutorClosedError,
    );
    await until(() => workerProcesses().length === 0, "the end of all workers");
  });

  test("rejects in imap and in imapUnordered when it is terminated meanwhile", async () => {
    const pool = start(1);
    const ordered = pool.imap(tasks.spinForEver, [1, 2]);
    const unordered = pool.imapUnordered(tasks.spinForEver, [1, 2]);
    const loop = async (): Promise<void> => {
      for await (const _ of unordered) expect.unreachable();
    };
    const ends = [ordered.next(), loop()];
    pool.terminate();
    for (const end of ends) {
      await expect(end).rejects.toThrow(library.CancelledError);
    }
    await expect(pool.imap(tasks.square, [1]).next()).rejects.toThrow(
      library.ExecutorClosedError,
    );
  });

  test("gives a lazy map up when its signal aborts", async () => {
    const pool = start(1);
    for (const map of ["imap", "imapUnordered"] as const) {
      const controller = new AbortController();
      const { signal } = controller;
      const results = pool[map](tasks.spinForEver, [1, 2], { signal });
      const next = results.next();
      controller.abort(new Error("enough"));
      await expect(next).rejects.toThrow("enough");
    }
    expect(await pool.map(tasks.square, [2])).toEqual([4]);
  });

  test("refuses options, items and arguments that are none, by name", async () => {
    const pool = start(1);
    expect(() => pool.map(tasks.square, [1], 5 as never)).toThrow(
      "map takes its options as an object, such as { timeout: ... }; got 5",
    );
    expect(() => pool.imap(tasks.square, [1], { chunkSize: 1.5 })).toThrow(
      "chunkSize must be a positive integer; got 1.5",
    );
    expect(() => pool.imap(tasks.square, 5 as never)).toThrow(
      "needs an iterable, such as an array, after the function; got number",
    );
    expect(() =>
      pool.mapAsync(tasks.square, [1], { callback: 1 } as never),
    ).toThrow("callback must be a function; got 1");
    await expect(pool.apply(tasks.square, 5 as never)).rejects.toThrow(
      "args must be an array; got 5",
    );
    expect(() => start({ processes: 2 } as never)).toThrow(
      "Pool has no option processes; it has workers",
    );
  });
}
