import { mkdtempSync, readFileSync, writeFileSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Pool } from "../../../lib/index.ts";
import { exists, until } from "../support/children.ts";
import { library, tasks } from "../support/library.ts";
import { endPoolsAfterEach, startPools } from "../support/pools.ts";

endPoolsAfterEach();

function temporary(name: string): string {
  return join(mkdtempSync(join(tmpdir(), "romanesco-")), name);
}

describe.each([
  ["processes", false],
  ["threads", true],
])("a Pool of %s", (_, threads) => {
  const start = startPools(threads);
  /** The pool is as good as new. */
  const expectUsable = async (pool: Pool): Promise<void> => {
    const squares = await pool.map(tasks.square, [1, 2, 3, 4]);
    expect(squares).toEqual([1, 4, 9, 16]);
  };

  test("rejects a map with the error of its item, and goes on", async () => {
    const pool = start(2);
    await expect(pool.map(tasks.failAt, [1, -1, 2])).rejects.toThrow(
      "cannot take -1",
    );
    await expectUsable(pool);
  });

  test("rejects the task whose worker exits, with the code, and runs the one behind it", async () => {
    const pool = start(1);
    const lost = pool.applyAsync(tasks.exitWith, [3]);
    const behind = pool.applyAsync(tasks.square, [5]);
    const error = await lost.get().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(library.WorkerExitError);
    expect(error).toMatchObject({
      exitCode: 3,
      signal: null,
      task: "exitWith",
    });
    expect(await behind).toBe(25);
    const unmade = pool.apply(tasks.returnFatal);
    await expect(unmade).rejects.toThrow(library.WorkerExitError);
    await expectUsable(pool);
  });

  test("runs tasks that were handed to a dead worker in advance, each once", async () => {
    const pool = start(1);
    const path = temporary("notes");
    // Short tasks first: a worker gets several of those at a time.
    await pool.map(
      tasks.square,
      Array.from({ length: 200 }, (_, i) => i),
      {
        chunkSize: 1,
      },
    );
    const results = Array.from({ length: 40 }, (_, i) =>
      i === 5
        ? pool.applyAsync(tasks.exitWith, [1])
        : pool.applyAsync(tasks.note, [path, `${i}`]),
    );
    const settled = await Promise.allSettled(results);
    expect(
      settled.map((each) => each.status === "rejected").indexOf(true),
    ).toBe(5);
    expect(settled.filter((each) => each.status === "rejected").length).toBe(1);
    const lines = readFileSync(path, "utf8").trim().split("\n").map(Number);
    expect(lines).toEqual(
      Array.from({ length: 40 }, (_, i) => i).filter((i) => i !== 5),
    );
  });

  test("runs tasks with large data that was on its way to a worker when it died", async () => {
    const pool = start(1);
    await pool.apply(tasks.square, [1]);
    const numbers = new Float64Array(2_000_000).fill(1);
    const death = pool.applyAsync(tasks.exitWith, [1]);
    const sums = Array.from({ length: 3 }, () =>
      pool.applyAsync(tasks.sumOf, [numbers]),
    );
    await expect(death).rejects.toThrow(library.WorkerExitError);
    expect(await Promise.all(sums)).toEqual([2e6, 2e6, 2e6]);
  });

  test("rejects with the error that nobody caught in a worker", async () => {
    const pool = start(1);
    expect(await pool.apply(tasks.throwLater)).toBe("returned");
    const error = (await pool
      .apply(tasks.sleepFor, [5])
      .catch((reason: unknown) => reason)) as Error;
    expect(error).toBeInstanceOf(library.WorkerExitError);
    expect(error.message).toMatch(/uncaught error.*too late/);
    expect(error.cause).toMatchObject({ message: "too late" });
    await expectUsable(pool);
  });

  test("ends a task that never returns when its time is over", async () => {
    const pool = start(2);
    const slow = pool.apply(tasks.spinForEver, [], { timeout: 0.1 });
    await expect(slow).rejects.toThrow(library.TimeoutError);
    await expectUsable(pool);
    const map = pool.map(tasks.sleepFor, [0, 1e6, 1e6, 1e6], { timeout: 0.1 });
    await expect(map).rejects.toThrow("not done within 0.1 s");
    await expectUsable(pool);
  });

  test("ends a task that never returns when its signal aborts", async () => {
    const pool = start(2);
    const controller = new AbortController();
    const path = temporary("started");
    const map = pool.mapAsync(tasks.noteAndSpin, [path, path, path], {
      signal: controller.signal,
    });
    await until(() => existsSync(path), "the start of a task");
    controller.abort(new Error("enough"));
    await expect(map.get()).rejects.toThrow("enough");
    await expectUsable(pool);
    const aborted = pool.apply(tasks.square, [1], {
      signal: AbortSignal.abort(),
    });
    await expect(aborted).rejects.toMatchObject({ name: "AbortError" });
  });

  test("rejects what cannot be copied, there and back, and says why", async () => {
    const pool = start(1);
    const there = pool.apply(tasks.same, [{ socket: new WeakMap() }]);
    await expect(there).rejects.toThrow(/socket.*WeakMap/);
    const items = [1, 2, { socket: new WeakMap() }];
    await expect(pool.map(tasks.same, items, { chunkSize: 2 })).rejects.toThrow(
      "items.slice(2)[0].socket is a WeakMap",
    );
    await expect(pool.imap(tasks.same, [items]).next()).rejects.toThrow(
      "items[0][2].socket is a WeakMap",
    );
    await expect(pool.apply(tasks.returnFunction)).rejects.toThrow(/function/);
    await expectUsable(pool);
  });

  test("rejects everything that is not done when it is terminated during a map", async () => {
    const pool = start(2);
    const path = temporary("started");
    const map = pool.mapAsync(tasks.noteAndSpin, [path, path, path, path]);
    await until(() => existsSync(path), "the start of a task");
    pool.terminate();
    await expect(map.get()).rejects.toThrow(library.CancelledError);
    await pool.join();
  });

  test("ends when terminated, although its worker had tasks in advance", async () => {
    const pool = start(1);
    await pool.map(
      tasks.square,
      Array.from({ length: 200 }, (_, i) => i),
      { chunkSize: 1 },
    );
    const path = temporary("started");
    const results = [
      pool.applyAsync(tasks.noteAndSpin, [path]),
      ...[1, 2, 3].map((x) => pool.applyAsync(tasks.square, [x])),
    ];
    await until(() => existsSync(path), "the start of a task");
    pool.terminate();
    await pool.join();
    expect(results.map((each) => each.ready())).toEqual(Array(4).fill(true));
  });

  test("explains a worker that ran out of memory", async () => {
    const pool = start({ workers: 1, memoryLimitMb: 48 });
    const error = (await pool
      .apply(tasks.fillMemory)
      .catch((reason: unknown) => reason)) as Error;
    expect(error).toBeInstanceOf(library.WorkerExitError);
    expect(error.message).toMatch(/out of memory/);
    await expectUsable(pool);
  });

  test("ends a worker that prints without end", async () => {
    const pool = start({ workers: 1 });
    const slow = pool.apply(tasks.printForEver, [], { timeout: 0.2 });
    await expect(slow).rejects.toThrow(library.TimeoutError);
    await expectUsable(pool);
  });
});

describe("a Pool of processes", () => {
  test("names the signal that killed a worker", async () => {
    const pool = startPools(false)(1);
    const error = await pool
      .apply(tasks.killSelf, ["SIGKILL"])
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ exitCode: null, signal: "SIGKILL" });
    expect(String(error)).toMatch(
      /was killed by SIGKILL while it ran killSelf/,
    );
    expect(await pool.apply(tasks.square, [2])).toBe(4);
  });

  test("notices a worker that is killed while it has nothing to do", async () => {
    const pool = startPools(false)(1);
    const { pid } = await pool.apply(tasks.who);
    process.kill(pid, "SIGKILL");
    await until(() => !exists(pid), "the worker's end");
    const next = await pool.apply(tasks.who);
    expect(next.pid).not.toBe(pid);
  });

  test("says that shared memory needs threads", async () => {
    const pool = startPools(false)(1);
    const cells = new Int32Array(new SharedArrayBuffer(4));
    const outcome = pool.apply(tasks.count, [cells, 1]);
    await expect(outcome).rejects.toThrow(/threads: true/);
    expect(await pool.apply(tasks.square, [2])).toBe(4);
  });

  test("lets workers have pools of their own, threads in processes and the reverse", async () => {
    const pool = startPools(false)(1);
    expect(await pool.apply(tasks.nestPools, [7])).toBe(49);
  });

  test("lets nested processes do their work", async () => {
    const pool = startPools(false)(1);
    const path = temporary("nested");
    expect(await pool.apply(tasks.nest, [path])).toBe(0);
    expect(readFileSync(path, "utf8")).toBe("nested\n");
    writeFileSync(path, "");
  });
});
