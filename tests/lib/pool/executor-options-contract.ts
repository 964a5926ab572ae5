import { getEventListeners } from "node:events";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { until, workerProcesses } from "../support/children.ts";
import {
  endedAfterEach,
  type MakeExecutor,
  newFile,
} from "../support/executors.ts";
import { library, tasks } from "../support/library.ts";

/** What the options of every executor do. */
export function checkOptionsOf(name: string, make: MakeExecutor): void {
  describe(`${name}, by its options`, () => {
    const start = endedAfterEach(make);

    test("starts no more workers than there is work for, nor than it was asked for", async () => {
      const executor = start(3);
      for (const x of [1, 2, 3]) await executor.submit(tasks.square, x);
      const used = (): number =>
        new Set(executor.timeline().map((each) => each.worker)).size;
      expect(used()).toBe(1);
      await Promise.all(
        Array.from({ length: 45 }, () => executor.submit(tasks.spin, 2)),
      );
      expect(used()).toBeLessThanOrEqual(3);
    });

    test("runs all items of a map though nobody takes a result, and ends with its block", async () => {
      const ran = newFile("ran");
      writeFileSync(ran, "");
      {
        await using executor = start(2);
        const lines = ["a", "b", "c", "d", "e"];
        executor.map(
          tasks.note,
          lines.map(() => ran),
          lines,
        );
      }
      expect(readFileSync(ran, "utf8").trim().split("\n").length).toBe(5);
    });

    test("gives every result after a shutdown that does not wait, and may be ended before it began", async () => {
      const executor = start(1);
      const all = [1, 2, 3].map((x) => executor.submit(tasks.square, x));
      await executor.shutdown({ wait: false });
      expect(await Promise.all(all)).toEqual([1, 4, 9]);
      for (const how of ["terminate", "kill", "shutdown"] as const) {
        const unused = start(2);
        await unused[how]();
        await expect(unused.submit(tasks.square, 1)).rejects.toThrow(
          library.ExecutorClosedError,
        );
      }
    });

    test("leaves no listener on a signal once a task, a map or a wait is over", async () => {
      const executor = start(1);
      const { signal } = new AbortController();
      const future = executor.submitWith({ signal }, tasks.square, 1);
      const map = executor.map(tasks.square, [1, 2], { signal });
      await library.wait([future], { signal });
      for await (const _ of library.asCompleted([future], { signal }));
      expect([await future, await map]).toEqual([1, [1, 4]]);
      expect(getEventListeners(signal, "abort")).toEqual([]);
    });

    test("keeps nothing of a done task in its worker", async () => {
      const executor = start(1);
      await executor.submit(tasks.holdWeakly, { deep: [1] });
      // A result in between: the last task's arguments may still be on the stack.
      await executor.submit(tasks.square, 1);
      let isCollected = false;
      for (let at = 0; at < 1000 && !isCollected; at += 1)
        isCollected = await executor.submit(tasks.isCollected);
      expect(isCollected).toBe(true);
    });

    test("runs waiting tasks by priority, and those of one priority in their order", async () => {
      const executor = start(1);
      const gate = newFile("gate");
      const ran = newFile("ran");
      const long = executor.submit(tasks.waitForFile, gate);
      await until(() => long.running(), "the first task's start");
      const note = (priority: number, line: string): PromiseLike<void> =>
        executor.submitWith({ priority }, tasks.note, ran, line);
      const all = [note(0, "c"), note(-1, "e"), note(5, "a"), note(0, "d")];
      all.push(note(5, "b"));
      writeFileSync(gate, "");
      await Promise.all(all);
      expect(readFileSync(ran, "utf8")).toBe("a\nb\nc\nd\ne\n");
      const wrong = executor.submitWith({ priority: 0.5 }, tasks.square, 1);
      await expect(wrong).rejects.toThrow("priority must be a whole number");
    });

    test("lets so many tasks wait and no more, and tells when there is room", async () => {
      const executor = start({ maxWorkers: 1, maxQueue: 2 });
      const gate = newFile("gate");
      const long = executor.submit(tasks.waitForFile, gate);
      await until(() => long.running(), "the first task's start");
      const waiting = [1, 2].map((x) => executor.submit(tasks.square, x));
      const refused = executor.submit(tasks.square, 3);
      await expect(refused).rejects.toThrow(library.QueueFullError);
      await expect(refused).rejects.toThrow("await executor.room()");
      let had = 0;
      const later = [3, 4, 5, 6].map(async (x) => {
        await executor.room();
        had += 1;
        return executor.submit(tasks.square, x);
      });
      expect(had).toBe(0);
      writeFileSync(gate, "");
      expect(await Promise.all([...waiting, ...later])).toEqual([
        1, 4, 9, 16, 25, 36,
      ]);
    });

    test("reads the input of a map only so far ahead", async () => {
      const executor = start({ maxWorkers: 1, maxQueue: 3 });
      let read = 0;
      function* naturals(): Generator<number> {
        for (;;) yield read++;
      }
      for await (const square of executor.map(tasks.square, naturals())) {
        if (square === 100) break;
      }
      expect(read).toBeLessThanOrEqual(10 + 1 + 3 + 1);
    });

    test("ends workers that are idle, but so many, and starts others when tasks come", async () => {
      const executor = start({
        maxWorkers: 2,
        idleTimeout: 0.05,
        minWorkers: 1,
      });
      const first = await executor.map(tasks.spinAndTell, [100, 100]);
      expect(new Set(first).size).toBe(2);
      const gone = first.map((each) => Number(each.split(" ")[0]));
      if (name.startsWith("Process")) {
        await until(
          () =>
            workerProcesses().filter((pid) => gone.includes(pid)).length === 1,
          "the end of one idle worker",
        );
      }
      const again = executor.map(tasks.spinAndTell, [100, 100]);
      expect(new Set(await again).size).toBe(2);
    });

    test("gives workers variables and flags of their own", async () => {
      const executor = start({
        maxWorkers: 1,
        env: { ROMANESCO_TEST: "seen" },
        execArgv: ["--no-warnings"],
      });
      expect(
        await executor.submit(tasks.environment, "ROMANESCO_TEST"),
      ).toEqual({ value: "seen", path: process.env.PATH, quiet: true });
      expect(process.env.ROMANESCO_TEST).toBeUndefined();
    });
  });
}

test("threads are named by a prefix", async () => {
  await using executor = new library.ThreadPoolExecutor({
    maxWorkers: 1,
    threadNamePrefix: "cook",
  });
  const { threadName } = await executor.submit(tasks.who);
  expect(threadName).toBe("cook-1");
  await using other = new library.ThreadPoolExecutor(1);
  const { threadName: usual } = await other.submit(tasks.who);
  expect(usual).toMatch(/^ThreadPoolExecutor-\d+-1$/);
  expect(
    () =>
      new library.ProcessPoolExecutor({ threadNamePrefix: "cook" } as object),
  ).toThrow("ProcessPoolExecutor has no option threadNamePrefix");
});

test("a terminated pool's processes may clean up; those that take too long, or are killed, may not", async () => {
  const left = join(mkdtempSync(join(tmpdir(), "romanesco-")), "left");
  writeFileSync(left, "");
  const run = async (how: "terminate" | "kill"): Promise<string> => {
    const executor = new library.ProcessPoolExecutor(1);
    const task = executor.submit(tasks.cleanUpOnTerm, left, how);
    await until(
      () => readFileSync(left, "utf8").endsWith(`${how} began\n`),
      "the task's start",
    );
    await executor[how]();
    await expect(task).rejects.toThrow(library.CancelledError);
    return readFileSync(left, "utf8");
  };
  expect(await run("terminate")).toBe(
    "terminate began\nterminate cleaned up\n",
  );
  expect(await run("kill")).toMatch(/kill began\n$/);
  const deaf = new library.Pool(1);
  const spinning = deaf.apply(tasks.ignoreTerm, [left]);
  await until(
    () => readFileSync(left, "utf8").endsWith("deaf\n"),
    "the deaf task's start",
  );
  deaf.terminate();
  await expect(spinning).rejects.toThrow(library.CancelledError);
  await deaf.join();
});
