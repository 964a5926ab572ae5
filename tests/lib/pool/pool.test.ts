import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Pool } from "../../../lib/index.ts";
import { until, workerProcesses } from "../support/children.ts";
import { library, tasks } from "../support/library.ts";
import { endPoolsAfterEach, startPools } from "../support/pools.ts";
import { checkPool } from "./pool-contract.ts";

endPoolsAfterEach();

describe.each([
  ["processes", false],
  ["threads", true],
])("a Pool of %s", (_, threads) => {
  const start = startPools(threads);

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

  test("applies a function to arguments", async () => {
    const pool = start(1);
    expect(await pool.apply(tasks.add, [2, 3])).toBe(5);
    const { process: name } = await pool.apply(tasks.who);
    expect(name).toMatch(threads ? /^MainProcess$/ : /^Pool-\d+-1$/);
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
    const pool = start(1);
    const result = pool.applyAsync(tasks.spin, [150]);
    await expect(result.get(0.01)).rejects.toThrow(library.TimeoutError);
    await result.wait(0.01);
    expect(result.ready()).toBe(false);
    expect(await result).toBe(150);
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
    const pool = start(2);
    // Both workers up, or the first task may be done before the second worker is there.
    await pool.map(tasks.spin, [20, 20], { chunkSize: 1 });
    const order = await pool.imapUnordered(tasks.spin, [300, 1]).toArray();
    expect(order).toEqual([1, 300]);
  });

  test("goes on after an item that failed in imap", async () => {
    const results = start(2).imap(tasks.failAt, [1, -2, 3]);
    expect((await results.next()).value).toBe(1);
    await expect(results.next()).rejects.toThrow("cannot take -2");
    expect((await results.next()).value).toBe(3);
    expect(await results.next()).toEqual({ done: true, value: undefined });
  });

  test("gives up on next after a timeout and gives the result later", async () => {
    const results = start(1).imap(tasks.spin, [150]);
    await expect(results.next(0.01)).rejects.toThrow(library.TimeoutError);
    expect((await results.next()).value).toBe(150);
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

  test("runs its initializer in every worker, though it is closed before they are ready", async () => {
    const ran = join(mkdtempSync(join(tmpdir(), "romanesco-")), "ran");
    const pool = start({
      workers: 2,
      initializer: tasks.note,
      initArgs: [ran, "ran"],
    });
    pool.close();
    await pool.join();
    expect(readFileSync(ran, "utf8")).toBe("ran\nran\n");
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

  test("says what it is", async () => {
    const { inspect } = await import("node:util");
    expect(inspect(start(2))).toBe(
      `Pool(2 ${threads ? "threads" : "processes"}, open)`,
    );
  });
});

checkPool("Pool", (options) => new library.Pool(options));
checkPool("ThreadPool", (options) => new library.ThreadPool(options));

test("a ThreadPool is a Pool of threads", async () => {
  await using pool = new library.ThreadPool(2);
  const { pid, thread } = await pool.apply(tasks.who);
  expect(pid).toBe(process.pid);
  expect(thread).toBeGreaterThan(0);
});

test("runs what a module exports as its default", async () => {
  await using pool = new library.ThreadPool(1);
  expect(await pool.map(tasks.default, [1, 2])).toEqual([2, 4]);
});

test("types reach through: results, and the items of a starmap", () => {
  const check = (pool: Pool): void => {
    const squares: Promise<number[]> = pool.map(tasks.squareLater, [1]);
    const lengths: Promise<number[]> = pool.map((s) => s.length, ["a", "b"]);
    // @ts-expect-error items of the wrong type
    void pool.map(tasks.square, ["a"]);
    // @ts-expect-error a tuple of the wrong length
    void pool.starmap(tasks.add, [[1]]);
    // @ts-expect-error a tuple of the wrong types
    void pool.starmapAsync(tasks.add, [["a", "b"]]);
    void pool
      .imap(tasks.square, [1])
      .next()
      .then(({ value }) => {
        // @ts-expect-error undefined at the end, and no `any`
        const number: number = value;
        return number;
      });
    const mixed = [new library.Future<number>(), new library.Future<string>()];
    void library.wait(mixed).then(({ done }) => [...done]);
    const results = async (): Promise<(number | string)[]> => {
      const all: (number | string)[] = [];
      for await (const each of library.asCompleted(mixed))
        all.push(await each.result());
      return all;
    };
    void results;
    const executor = new library.ThreadPoolExecutor(1);
    const sums: PromiseLike<number[]> = executor.map(tasks.add, [1], [2]);
    // @ts-expect-error an input of the wrong type for its parameter
    void executor.map(tasks.add, [1], ["b"]);
    // @ts-expect-error a parameter without an input
    void executor.map(tasks.add, [1]);
    // @ts-expect-error a missing argument
    void pool.apply(tasks.square);
    void [squares, lengths, sums];
  };
  // Only the compiler runs it.
  expect(check).toBeTypeOf("function");
});
