import { setFlagsFromString } from "node:v8";
import vm from "node:vm";
import { afterEach, describe, expect, test } from "vitest";
import type { Pool, PoolOptions } from "../../../lib/index.ts";
import { until, workerProcesses } from "../support/children.ts";
import { library, tasks } from "../support/library.ts";

/** What Python's suite asks of every Pool, beside what pool.test.ts does. */
export function checkPool(
  name: string,
  make: (options: PoolOptions) => Pool,
): void {
  describe(`a ${name}`, () => {
    const made: Pool[] = [];
    const start = (options: PoolOptions | number): Pool => {
      const pool = make(
        typeof options === "number" ? { workers: options } : options,
      );
      made.push(pool);
      return pool;
    };

    afterEach(async () => {
      for (const pool of made.splice(0)) {
        pool.terminate();
        await pool.join();
      }
      await until(
        () => workerProcesses().length === 0,
        "the end of all workers",
      );
    });

    test("gives nothing for nothing, in every kind of map", async () => {
      const pool = start(1);
      expect(await pool.map(tasks.square, [])).toEqual([]);
      expect(await pool.starmap(tasks.add, [])).toEqual([]);
      expect(await pool.mapAsync(tasks.square, new Set<number>())).toEqual([]);
      expect(await pool.imap(tasks.square, []).toArray()).toEqual([]);
      expect(await pool.imapUnordered(tasks.square, []).toArray()).toEqual([]);
    });

    test("takes chunks larger than the input, and of one", async () => {
      const pool = start(2);
      for (const chunkSize of [1, 3, 100]) {
        const options = { chunkSize };
        const squares = [0, 1, 4, 9];
        const items = [0, 1, 2, 3];
        expect(await pool.map(tasks.square, items, options)).toEqual(squares);
        expect(await pool.imap(tasks.square, items, options).toArray()).toEqual(
          squares,
        );
        const some = await pool
          .imapUnordered(tasks.square, items, options)
          .toArray();
        expect(some.toSorted((a, b) => a - b)).toEqual(squares);
        expect(
          await pool.starmap(
            tasks.add,
            items.map((x): [number, number] => [x, 1]),
            options,
          ),
        ).toEqual([1, 2, 3, 4]);
      }
    });

    test("sends items as they were at the call, though they are changed before their turn comes", async () => {
      const pool = start(1);
      const sums = [1, 2, 3, 4, 5];
      const pairs = sums.map((n): [number, number] => [n, 0]);
      const result = pool.starmap(tasks.add, pairs, { chunkSize: 1 });
      for (const pair of pairs) pair[0] = 100;
      expect(await result).toEqual(sums);
    });

    test("an item that cannot be copied fails at its place, and those behind it go on", async () => {
      const pool = start(1);
      const items = [{ n: 1 }, new Proxy({ n: 2 }, {}), { n: 3 }];
      const results = pool.imap(tasks.same, items);
      expect((await results.next()).value).toEqual({ n: 1 });
      await expect(results.next()).rejects.toThrow("could not be cloned");
      expect((await results.next()).value).toEqual({ n: 3 });
    });

    test("hands on an error of the input, in every kind of map, and goes on", async () => {
      function* torn(): Generator<number> {
        yield 1;
        throw new Error("the input tore");
      }
      const pool = start(1);
      const all = [
        async () => pool.map(tasks.square, torn()),
        async () => pool.mapAsync(tasks.square, torn()),
        async () => pool.imap(tasks.square, torn()).toArray(),
        async () => pool.imapUnordered(tasks.square, torn()).toArray(),
      ];
      for (const each of all)
        await expect(each()).rejects.toThrow("the input tore");
      expect(await pool.apply(tasks.square, [2])).toBe(4);
    });

    test("gives the first result of imap before its source has to give more", async () => {
      const pool = start(1);
      let first: Promise<unknown> = Promise.resolve();
      async function* waiting(): AsyncGenerator<number, void> {
        yield 2;
        await first;
        yield 3;
      }
      const results = pool.imap(tasks.square, waiting());
      first = results.next();
      expect(await first).toEqual({ done: false, value: 4 });
      expect(await results.toArray()).toEqual([9]);
    });

    test("gives each result of imapUnordered once, with errors among them", async () => {
      const results = start(2).imapUnordered(tasks.failAt, [1, -2, 3, 4]);
      const seen: unknown[] = [];
      for (let at = 0; at < 4; at += 1) {
        seen.push(
          await results.next().then(
            ({ value }) => value,
            (error: Error) => error.message,
          ),
        );
      }
      expect(await results.next()).toEqual({ done: true, value: undefined });
      expect(seen.map(String).toSorted()).toEqual(
        ["1", "3", "4", "cannot take -2"].toSorted(),
      );
    });

    test("calls back with the results of starmapAsync, or with the error", async () => {
      const pool = start(1);
      const seen: unknown[] = [];
      const callback = (result: unknown): unknown => seen.push(result);
      const errorCallback = (error: unknown): unknown =>
        seen.push((error as Error).message);
      await pool.starmapAsync(tasks.add, [[1, 2]], { callback, errorCallback });
      const bad = pool.mapAsync(tasks.failAt, [-1], {
        callback,
        errorCallback,
      });
      await bad.wait();
      expect(seen).toEqual([[3], "cannot take -1"]);
      expect([bad.ready(), bad.successful()]).toEqual([true, false]);
    });

    test("calls the error callback for a result that cannot come back", async () => {
      const seen: unknown[] = [];
      const result = start(1).applyAsync(tasks.returnFunction, [], {
        errorCallback: (error) => seen.push(error),
      });
      await result.wait();
      expect(seen[0]).toBeInstanceOf(library.TransferError);
    });

    test("keeps nothing of a task that is done", async () => {
      const pool = start(1);
      const run = async (): Promise<WeakRef<object>[]> => {
        const argument = { deep: [1] };
        const result = await pool.apply(tasks.same<object>, [argument]);
        return [new WeakRef(argument), new WeakRef(result)];
      };
      const left = await run();
      expect(left.length).toBe(2);
      setFlagsFromString("--expose-gc");
      const collect = vm.runInNewContext("gc") as () => void;
      await until(() => {
        collect();
        return left.every((each) => each.deref() === undefined);
      }, "the collection of argument and result");
    });

    test("lets go of each result of an iterator once it was given", async () => {
      const results = start(1).imap(tasks.same<object>, [{ a: 1 }, { a: 2 }]);
      const first = new WeakRef((await results.next()).value as object);
      await results.next();
      setFlagsFromString("--expose-gc");
      const collect = vm.runInNewContext("gc") as () => void;
      await until(() => {
        collect();
        return first.deref() === undefined;
      }, "the collection of the first result");
      expect((await results.next()).done).toBe(true);
    });

    test("has a whole number of workers from 1 up", () => {
      for (const workers of [0, -1, 1.5, NaN])
        expect(() => make({ workers })).toThrow(
          "workers must be a positive integer",
        );
    });

    test("replaces its workers after so many tasks, also once it is closed", async () => {
      const pool = start({ workers: 1, maxTasksPerChild: 2 });
      const all = pool.map(tasks.spinAndTell, [1, 1, 1, 1, 1], {
        chunkSize: 1,
      });
      pool.close();
      expect(new Set(await all).size).toBe(3);
      await pool.join();
    });
  });
}
