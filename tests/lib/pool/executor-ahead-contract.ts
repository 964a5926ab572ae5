import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Future, PoolExecutorOptions } from "../../../lib/index.ts";
import { until } from "../support/children.ts";
import {
  type AnyExecutor,
  endedAfterEach,
  type MakeExecutor,
  newFile,
} from "../support/executors.ts";
import { library, tasks } from "../support/library.ts";

/** What every executor promises of tasks that wait with a busy worker: short ones travel together, ahead of time. */
export function checkAhead(name: string, make: MakeExecutor): void {
  describe(`${name}, with tasks sent ahead`, () => {
    const begin = endedAfterEach(make);

    /** Short tasks first: from then on a worker gets several at a time. */
    const start = async (
      options: number | PoolExecutorOptions,
    ): Promise<AnyExecutor> => {
      const executor = begin(options);
      await executor.map(
        tasks.square,
        Array.from({ length: 500 }, (_, i) => i),
      );
      return executor;
    };

    /** A task that computes until its gate opens, and others that wait with its worker. */
    const startLong = (
      executor: AnyExecutor,
      others: number,
    ): { gate: string; long: Future<string>; waiting: Future<number>[] } => {
      const gate = newFile("gate");
      const long = executor.submit(tasks.spinUntilFile, gate);
      const waiting = Array.from({ length: others }, (_, i) =>
        executor.submit(tasks.square, i),
      );
      return { gate, long, waiting };
    };

    test("lets no task wait behind a long one while another worker is idle", async () => {
      const executor = await start(2);
      const { gate, long, waiting } = startLong(executor, 40);
      expect(await Promise.all(waiting)).toEqual(waiting.map((_, i) => i * i));
      expect(long.done()).toBe(false);
      writeFileSync(gate, "");
      await long;
    });

    test("cancels a task that waits with a worker, and runs the others once", async () => {
      const executor = await start(1);
      const { gate, long, waiting } = startLong(executor, 6);
      await until(() => long.running(), "the long task's start");
      expect(waiting.map((each) => each.running())).not.toContain(true);
      expect(waiting[3]?.cancel()).toBe(true);
      expect(long.cancel()).toBe(false);
      writeFileSync(gate, "");
      const rest = waiting.filter((_, i) => i !== 3);
      expect(await Promise.all(rest)).toEqual([0, 1, 4, 16, 25]);
      await expect(waiting[3]).rejects.toThrow(library.CancelledError);
      await executor.shutdown();
      expect(executor.timeline().length).toBe(500 + 1 + rest.length);
    });

    test("ends no worker for a task that only waits with it and is out of time", async () => {
      const executor = await start(1);
      const { gate, long } = startLong(executor, 0);
      const hurried = executor.submitWith({ timeout: 0.02 }, tasks.square, 2);
      const other = executor.submit(tasks.square, 3);
      await expect(hurried).rejects.toThrow(library.TimeoutError);
      writeFileSync(gate, "");
      expect(await long).toBe(gate);
      expect(await other).toBe(9);
      expect(new Set(executor.timeline().map((each) => each.worker))).toEqual(
        new Set([1]),
      );
    });

    test("ends no worker for a task that only waits with it and is aborted", async () => {
      const executor = await start(1);
      const { gate, long } = startLong(executor, 0);
      const controller = new AbortController();
      const { signal } = controller;
      const ran = newFile("ran");
      const aborted = executor.submitWith({ signal }, tasks.note, ran, "ran");
      await until(() => long.running(), "the long task's start");
      controller.abort(new Error("enough"));
      await expect(aborted).rejects.toThrow("enough");
      writeFileSync(gate, "");
      expect(await long).toBe(gate);
      await executor.shutdown();
      expect(existsSync(ran)).toBe(false);
    });

    test("ends the worker of a task that runs out of time, and no task that waits with it", async () => {
      const executor = await start(1);
      const late = executor.submitWith({ timeout: 0.05 }, tasks.spinForEver);
      const waiting = [1, 2, 3].map((x) => executor.submit(tasks.square, x));
      await expect(late).rejects.toThrow(library.TimeoutError);
      expect(await Promise.all(waiting)).toEqual([1, 4, 9]);
    });

    test("loses only the task that a worker died of", async () => {
      const executor = await start(1);
      const fatal = executor.submit(tasks.exitWith, 3);
      const waiting = [1, 2, 3].map((x) => executor.submit(tasks.square, x));
      const over = executor.shutdown();
      await expect(fatal).rejects.toThrow(library.WorkerExitError);
      expect(await Promise.all(waiting)).toEqual([1, 4, 9]);
      await over;
    });

    test("refuses what cannot be copied, and runs what came with it", async () => {
      const executor = await start(1);
      const { gate, waiting } = startLong(executor, 2);
      // No Node clones a proxy, whatever it stands for.
      const torn = new Proxy({}, {});
      const before = executor.submit(tasks.same, 1);
      const refused = executor.submit(tasks.same, { torn });
      const behind = executor.submit(tasks.same, 2);
      await executor.shutdown({ wait: false });
      writeFileSync(gate, "");
      await expect(refused).rejects.toThrow("could not be cloned");
      expect(await Promise.all([before, behind])).toEqual([1, 2]);
      expect(await Promise.all(waiting)).toEqual([0, 1]);
    });

    test("refuses what throws when it is read, whatever it throws, and runs what came with it", async () => {
      const executor = await start(1);
      for (const [thrown, told] of [
        [new RangeError("not today"), "not today"],
        [1, "something in it throws when it is read"],
        [undefined, "something in it throws when it is read"],
      ] as const) {
        const torn = Object.defineProperty(new Error("torn"), "stack", {
          get: () => {
            throw thrown;
          },
        });
        const before = executor.submit(tasks.same, 1);
        const refused = executor.submit(tasks.same, torn);
        const behind = executor.submit(tasks.same, 2);
        await expect(refused).rejects.toThrow(told);
        expect(await Promise.all([before, behind])).toEqual([1, 2]);
      }
    });

    test("drops what waits with a worker on a shutdown that says so, and on a map that fails", async () => {
      const executor = await start(1);
      const ran = newFile("ran");
      writeFileSync(ran, "");
      const { gate, long, waiting } = startLong(executor, 4);
      const noted = executor.submit(tasks.note, ran, "ran");
      await until(() => long.running(), "the long task's start");
      const over = executor.shutdown({ cancelFutures: true });
      expect([...waiting, noted].every((each) => each.cancelled())).toBe(true);
      writeFileSync(gate, "");
      await over;
      expect(await long).toBe(gate);
      expect(readFileSync(ran, "utf8")).toBe("");
    });

    test("runs each of many tasks once while others are cancelled, die and run out of time", async () => {
      const executor = await start(2);
      const ran = newFile("ran");
      writeFileSync(ran, "");
      const outcomes = await Promise.all(
        Array.from({ length: 600 }, async (_, i) => {
          if (i % 97 === 0) {
            const died = executor.submit(tasks.exitWith, 1);
            return died.exception().then(() => undefined);
          }
          if (i % 71 === 0) {
            const late = executor.submitWith(
              { timeout: 0.001 },
              tasks.spin,
              20,
            );
            return late.exception().then(() => undefined);
          }
          const future = executor.submit(tasks.noteOrFail, ran, i);
          if (i % 5 === 0)
            queueMicrotask(() => setImmediate(() => future.cancel()));
          return future.then(
            (x) => x,
            () => undefined,
          );
        }),
      );
      const lines = readFileSync(ran, "utf8").split("\n").filter(Boolean);
      expect(lines.length).toBe(new Set(lines).size);
      const given = outcomes.filter((each) => each !== undefined);
      expect(lines.map(Number).toSorted((a, b) => a - b)).toEqual(given);
    });
  });
}
