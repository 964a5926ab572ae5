import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { until, workerProcesses } from "../support/children.ts";
import { library, sharing, tasks } from "../support/library.ts";

const { activeChildren, parentProcess, Process, Queue, StateError, Thread } =
  library;

afterEach(async () => {
  vi.restoreAllMocks();
  await until(() => workerProcesses().length === 0, "the end of all workers");
});

describe.each([
  ["Process", Process, sharing.Greeting],
  ["Thread", Thread, sharing.ThreadGreeting],
])("a %s", (kind, Kind, Greeting) => {
  test("may be a class with a run of its own, and fields", async () => {
    const queue = new Queue<string>();
    const work = new Greeting(queue, "Ada");
    work.start();
    await work.join();
    expect([work.exitCode, work.error]).toEqual([0, undefined]);
    expect(await queue.getNowait()).toBe("Greeter says hello to Ada");
  });

  test("without a target or a run of its own has nothing to run", () => {
    expect(() => new Kind().start()).toThrow("has nothing to run: give it");
  });

  test("calls its target by run(), here", () => {
    expect(new Kind({ target: tasks.add, args: [1, 2] }).run()).toBe(3);
  });

  test("takes another name at any time, and is a daemon or not before its start", async () => {
    const work = new Kind({ target: tasks.square, args: [1] });
    work.name = "Bob";
    work.daemon = true;
    expect([work.name, work.daemon]).toEqual(["Bob", true]);
    work.start();
    expect(() => (work.daemon = false)).toThrow(StateError);
    expect(() => (work.name = 5 as never)).toThrow("must be a string");
    work.name = "Bobby";
    await work.join();
    expect(work.name).toBe("Bobby");
  });

  test("tells of its end by its sentinel", async () => {
    const work = new Kind({ target: tasks.exitWith, args: [4] });
    const { sentinel } = work;
    work.start();
    expect(await sentinel).toBe(4);
    expect(work.sentinel).toBe(sentinel);
    expect(work.isAlive()).toBe(false);
  });

  test("is closed once it has ended, and then of no more use", async () => {
    const path = join(mkdtempSync(join(tmpdir(), "romanesco-")), "file");
    const work = new Kind({ target: tasks.noteAndSpin, args: [path] });
    work.start();
    await until(() => existsSync(path), "its start");
    expect(() => work.close()).toThrow("is still running");
    work.kill();
    await work.join();
    work.close();
    expect(work.exitCode).toBe(-9);
    expect(() => work.isAlive()).toThrow("is closed");
    await expect(work.join()).rejects.toThrow(StateError);
    work.close();
  });

  test("lets go of what it was given once it has ended", async () => {
    const work = new Kind({
      target: tasks.same,
      args: [new Array(10).fill(0)],
    });
    work.start();
    await work.join();
    expect(work.run()).toBeUndefined();
  });

  test("knows who it is and whose child it is", async () => {
    const queue = new Queue<unknown>();
    const work = new Kind({
      target: sharing.tellFamily,
      args: [queue],
      name: "Kid",
    });
    work.start();
    const process_ = kind === "Process";
    expect(await queue.get()).toEqual({
      name: process_ ? "Kid" : "MainProcess",
      exitCode: null,
      alive: true,
      parent: process_ ? "MainProcess" : undefined,
      parentPid: process_ ? process.pid : undefined,
      parentAlive: process_ ? true : undefined,
    });
    await work.join();
  });
});

test("active children are the processes that were started and have not ended", async () => {
  expect(activeChildren()).toEqual([]);
  await using work = new Process({ target: tasks.spinForEver });
  expect(activeChildren()).toEqual([]);
  work.start();
  expect(activeChildren()).toEqual([work]);
  work.kill();
  await work.join();
  expect(activeChildren()).toEqual([]);
});

test("the program itself has no parent here", () => {
  expect(parentProcess()).toBeUndefined();
});
