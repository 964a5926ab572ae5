import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Pool } from "../../../lib/index.ts";
import { library, tasks } from "../support/library.ts";
import { endPoolsAfterEach, startPools } from "../support/pools.ts";
import { checkPoolCalls } from "./pool-calls-contract.ts";
import { checkPool } from "./pool-contract.ts";

endPoolsAfterEach();

describe.each([
  ["processes", false],
  ["threads", true],
])("a Pool of %s", (_, threads) => {
  const start = startPools(threads);

  checkPoolCalls(start);

  test("applies a function to arguments", async () => {
    const pool = start(1);
    expect(await pool.apply(tasks.add, [2, 3])).toBe(5);
    const { process: name } = await pool.apply(tasks.who);
    expect(name).toMatch(threads ? /^MainProcess$/ : /^Pool-\d+-1$/);
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
