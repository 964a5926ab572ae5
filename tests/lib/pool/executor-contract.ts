import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type {
  PoolExecutorOptions,
  ProcessPoolExecutor,
  ThreadPoolExecutor,
} from "../../../lib/index.ts";
import { until, workerProcesses } from "../support/children.ts";
import { library, tasks } from "../support/library.ts";

type AnyExecutor = ProcessPoolExecutor | ThreadPoolExecutor;

const { asCompleted, wait } = library;

/** What every executor promises, wherever its workers are. CPython runs one suite on all of its executors likewise. */
export function checkExecutor(
  name: string,
  make: (options: number | PoolExecutorOptions) => AnyExecutor,
): void {
  describe(`${name}`, () => {
    const made: AnyExecutor[] = [];
    const start = (options: number | PoolExecutorOptions): AnyExecutor => {
      const executor = make(options);
      made.push(executor);
      return executor;
    };

    afterEach(async () => {
      await Promise.all(made.splice(0).map((each) => each.terminate()));
      await until(
        () => workerProcesses().length === 0,
        "the end of all workers",
      );
    });

    test("gives the result of a task through its future", async () => {
      const future = start(1).submit(tasks.add, 2, 3);
      expect(await future.result()).toBe(5);
      expect(await future).toBe(5);
      expect([future.done(), future.running(), future.cancelled()]).toEqual([
        true,
        false,
        false,
      ]);
      expect(await future.exception()).toBeUndefined();
    });

    test("awaits functions that return promises", async () => {
      expect(await start(1).submit(tasks.squareLater, 6)).toBe(36);
    });

    test("runs ten thousand tasks, each once, and gives each its own result", async () => {
      const executor = start(2);
      const futures = Array.from({ length: 10_000 }, (_, i) =>
        executor.submit(tasks.square, i),
      );
      const results = await Promise.all(futures);
      expect(results).toEqual(futures.map((_, i) => i * i));
    });

    test("gives the results of a map in input order, whatever order they are done in", async () => {
      const map = start(2).map(tasks.spin, [30, 1, 15, 1]);
      expect(await map).toEqual([30, 1, 15, 1]);
    });

    test("maps over several iterables until the shortest ends", async () => {
      const sums = start(2).map(tasks.add, [1, 2, 3], new Set([10, 20]));
      expect(await sums).toEqual([11, 22]);
    });

    test("maps lazily in chunks", async () => {
      const squares: number[] = [];
      const xs = Array.from({ length: 10 }, (_, i) => i);
      for await (const x of start(2).map(tasks.square, xs, { chunkSize: 3 })) {
        squares.push(x);
      }
      expect(squares).toEqual(xs.map((x) => x * x));
    });

    test("gives the results before the one that failed, then its error, and no more", async () => {
      const map = start(2).map(tasks.failAt, [1, 2, -3, 4]);
      expect((await map.next()).value).toBe(1);
      expect((await map.next()).value).toBe(2);
      await expect(map.next()).rejects.toThrow("cannot take -3");
      expect((await map.next()).done).toBe(true);
    });

    test("rejects with the worker's message, fields, cause and stack, then the caller's", async () => {
      const error = (await start(1)
        .submit(tasks.failAt, -1)
        .exception()) as Error & {
        place: number;
      };
      expect(error).toBeInstanceOf(Error);
      expect(error.message).toBe("cannot take -1");
      expect(error.place).toBe(-1);
      expect(error.cause).toBeInstanceOf(TypeError);
      expect(error.stack).toMatch(/at failAt .*tasks\.js/);
      expect(error.stack).toMatch(/executor-contract\.ts/);
      expect(error.stack).not.toMatch(/worker-loop|worker-entry|piscina/);
    });

    test("rejects with a thrown value that is no error", async () => {
      await expect(start(1).submit(tasks.throwNumber).result()).rejects.toBe(
        42,
      );
    });

    test("cancels a task that has not begun, and not one that runs", async () => {
      const executor = start(1);
      const gate = join(mkdtempSync(join(tmpdir(), "gate-")), "open");
      const running = executor.submit(tasks.waitForFile, gate);
      await until(() => running.running(), "the first task's start");
      const waiting = executor.submit(tasks.square, 2);
      await Promise.resolve();
      expect(running.cancel()).toBe(false);
      expect(waiting.cancel()).toBe(true);
      expect(waiting.cancelled()).toBe(true);
      await expect(waiting.result()).rejects.toThrow(library.CancelledError);
      writeFileSync(gate, "");
      expect(await running).toBe(gate);
    });

    test("does not hold a short task behind a long one while another worker is free", async () => {
      const executor = start(2);
      // Short tasks first: a worker gets several of those at a time.
      await executor.map(
        tasks.square,
        Array.from({ length: 500 }, (_, i) => i),
      );
      const gate = join(mkdtempSync(join(tmpdir(), "gate-")), "open");
      const long = executor.submit(tasks.spinUntilFile, gate);
      const short = executor.submit(tasks.square, 3);
      expect(await short).toBe(9);
      expect(long.done()).toBe(false);
      writeFileSync(gate, "");
      await long;
    });

    test("stops waiting after a timeout and lets the task go on", async () => {
      const executor = start(1);
      const gate = join(mkdtempSync(join(tmpdir(), "gate-")), "open");
      const future = executor.submit(tasks.waitForFile, gate);
      await expect(future.result(0.02)).rejects.toThrow(library.TimeoutError);
      expect(future.done()).toBe(false);
      writeFileSync(gate, "");
      expect(await future).toBe(gate);
    });

    test("calls back when a task is done, at once if it is", async () => {
      const future = start(1).submit(tasks.square, 4);
      const seen: unknown[] = [];
      future.addDoneCallback((done) => seen.push(done === future));
      await future;
      future.addDoneCallback((done) => seen.push(done.state));
      expect(seen).toEqual([true, "finished"]);
    });

    test("gives futures in the order in which they get done", async () => {
      const executor = start(2);
      const gate = join(mkdtempSync(join(tmpdir(), "gate-")), "open");
      const late = executor.submit(tasks.waitForFile, gate);
      const early = executor.submit(tasks.same, "early");
      const order: unknown[] = [];
      for await (const future of asCompleted([late, early, early])) {
        order.push(future);
        if (future === early) writeFileSync(gate, "");
      }
      expect(order[0] === early && order[1] === late).toBe(true);
      expect(order.length).toBe(2);
    });

    test("waits for the first, the first error, or all", async () => {
      const executor = start(2);
      const gate = join(mkdtempSync(join(tmpdir(), "gate-")), "open");
      const late = executor.submit(tasks.waitForFile, gate);
      const bad = executor.submit(tasks.failAt, -1);
      const all = [late, bad];
      const first = await wait(all, { returnWhen: "FIRST_COMPLETED" });
      expect(first.done.has(bad) && first.notDone.has(late)).toBe(true);
      const error = await wait(all, { returnWhen: "FIRST_EXCEPTION" });
      expect(error.done.size).toBe(1);
      const none = await wait(all, { timeout: 0.01 });
      expect(none.notDone.size).toBe(1);
      writeFileSync(gate, "");
      const both = await wait(all);
      expect(both.done.size).toBe(2);
    });

    test("finishes what is queued on shutdown and takes nothing afterwards", async () => {
      const executor = start(2);
      const futures = [1, 2, 3, 4].map((x) => executor.submit(tasks.square, x));
      await executor.shutdown();
      expect(futures.every((each) => each.done())).toBe(true);
      await expect(executor.submit(tasks.square, 1).result()).rejects.toThrow(
        library.ExecutorClosedError,
      );
    });

    test("drops what has not begun when told so on shutdown", async () => {
      const executor = start(1);
      const gate = join(mkdtempSync(join(tmpdir(), "gate-")), "open");
      const running = executor.submit(tasks.waitForFile, gate);
      await until(() => running.running(), "the first task's start");
      const waiting = executor.submit(tasks.square, 2);
      const over = executor.shutdown({ cancelFutures: true });
      writeFileSync(gate, "");
      await over;
      expect(await running).toBe(gate);
      expect(waiting.cancelled()).toBe(true);
    });

    test("runs the initializer once in each worker, before its first task", async () => {
      const executor = start({
        maxWorkers: 2,
        initializer: tasks.prepare,
        initArgs: ["ready"],
      });
      const seen = executor.map(
        tasks.prepared as (x: number) => unknown,
        [1, 2, 3],
      );
      expect(await seen).toEqual(["ready", "ready", "ready"]);
    });

    test("says that it is broken when the initializer throws", async () => {
      const executor = start({
        maxWorkers: 2,
        initializer: tasks.failToPrepare,
      });
      const error = await executor.submit(tasks.square, 1).exception();
      expect(error).toBeInstanceOf(library.BrokenExecutorError);
      expect(String(error)).toMatch(/initializer failed.*cannot prepare/);
      const later = await executor.submit(tasks.square, 1).exception();
      expect(later).toBeInstanceOf(library.BrokenExecutorError);
    });

    test("replaces a worker after so many tasks", async () => {
      const executor = start({ maxWorkers: 1, maxTasksPerChild: 2 });
      const names = executor.map(
        tasks.who as (x: number) => ReturnType<typeof tasks.who>,
        [1, 2, 3, 4, 5],
      );
      const workers = (await names).map((each) => `${each.pid} ${each.thread}`);
      expect(new Set(workers).size).toBe(3);
      expect(workers[0]).toBe(workers[1]);
    });

    test("keeps a worker's functions apart when tasks of many calls mix", async () => {
      const executor = start(2);
      const mixed = await Promise.all(
        Array.from({ length: 300 }, (_, i) =>
          i % 2 === 0
            ? executor.submit(tasks.square, i)
            : executor.submit(tasks.add, i, 1),
        ),
      );
      expect(mixed).toEqual(
        Array.from({ length: 300 }, (_, i) => (i % 2 === 0 ? i * i : i + 1)),
      );
    });

    test("remembers which worker ran a task, and when", async () => {
      const executor = start(2);
      const gate = join(mkdtempSync(join(tmpdir(), "gate-")), "open");
      const both = [1, 2].map(() => executor.submit(tasks.waitForFile, gate));
      await until(
        () => both.every((each) => each.running()),
        "the start of both",
      );
      writeFileSync(gate, "");
      await Promise.all(both);
      expect(executor.timeline().map(({ task }) => task)).toEqual([
        "waitForFile",
        "waitForFile",
      ]);
      const workers = executor.timeline().map(({ worker }) => worker);
      expect(new Set(workers).size).toBe(2);
      await executor.submit(tasks.spin, 5);
      for (const { queued, started, ended, ok } of executor.timeline()) {
        // Clocks of two processes agree to about a millisecond.
        expect(started).toBeGreaterThan(queued - 0.002);
        expect(ended).toBeGreaterThan(started);
        expect(ok).toBe(true);
      }
      const spin = executor.timeline().at(-1)!;
      expect(spin.ended - spin.started).toBeGreaterThanOrEqual(0.0049);
    });

    test("remembers also the task that a worker was ended in", async () => {
      const executor = start(1);
      await executor.submit(tasks.exitWith, 3).exception();
      const [record] = executor.timeline();
      expect(record).toMatchObject({ task: "exitWith", worker: 1, ok: false });
      expect(record?.ended).toBeGreaterThanOrEqual(record?.started ?? NaN);
    });

    test("refuses what is no function, no iterable, no count", async () => {
      const executor = start(1);
      await expect(executor.submit(5 as never).result()).rejects.toThrow(
        /function to run; got number/,
      );
      expect(() => executor.map(tasks.square, 5 as never)).toThrow(
        /needs an iterable/,
      );
      expect(() => executor.map(tasks.square, [1], { chunkSize: 0 })).toThrow(
        "chunkSize must be a positive integer; got 0",
      );
      expect(() => make(0)).toThrow(
        "maxWorkers must be a positive integer; got 0",
      );
    });
  });
}
