import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { until, workerProcesses } from "../support/children.ts";
import { library, sharing, tasks } from "../support/library.ts";

const { Process, Thread } = library;

afterEach(async () => {
  vi.restoreAllMocks();
  await until(() => workerProcesses().length === 0, "the end of all workers");
});

const silence = (): ReturnType<typeof vi.spyOn> =>
  vi.spyOn(console, "error").mockImplementation(() => undefined);

function temporary(): string {
  return join(mkdtempSync(join(tmpdir(), "romanesco-")), "file");
}

describe.each([
  ["Process", Process],
  ["Thread", Thread],
])("a %s", (kind, Kind) => {
  test("runs its target to the end", async () => {
    const path = temporary();
    const work = new Kind({ target: tasks.note, args: [path, "done"] });
    expect([work.isAlive(), work.exitCode]).toEqual([false, null]);
    work.start();
    expect(work.isAlive()).toBe(true);
    await work.join();
    expect([work.isAlive(), work.exitCode]).toEqual([false, 0]);
    expect(existsSync(path)).toBe(true);
  });

  test("ignores what its target returns, though it could not be copied", async () => {
    const work = new Kind({ target: tasks.returnFunction });
    work.start();
    await work.join();
    expect([work.exitCode, work.error]).toEqual([0, undefined]);
  });

  test("remembers when it ran, on the clock of perfCounter", async () => {
    const work = new Kind({ target: tasks.spin, args: [20] });
    expect(work.timeline()).toEqual([]);
    const before = library.perfCounter();
    work.start();
    await work.join();
    const [record] = work.timeline();
    expect(record).toMatchObject({ task: "spin", ok: true, bytes: 8 });
    // Clocks of two processes agree to about a millisecond.
    expect(record?.queued).toBeGreaterThan(before - 0.002);
    expect((record?.ended ?? 0) - (record?.started ?? 0)).toBeGreaterThan(
      0.0199,
    );
    expect(record?.ended).toBeLessThan(library.perfCounter() + 0.002);
    if (kind === "Process") expect(record?.cpu).toBeGreaterThan(0);
  });

  test("waits for a target that returns a promise", async () => {
    const work = new Kind({ target: tasks.sleepFor, args: [0.02] });
    work.start();
    await work.join();
    expect(work.exitCode).toBe(0);
  });

  test("has a name, its own or a number", () => {
    expect(new Kind({ target: tasks.square, args: [1] }).name).toMatch(
      new RegExp(`^${kind}-\\d+$`),
    );
    const named = new Kind({ target: tasks.square, args: [1], name: "Ada" });
    expect(named.name).toBe("Ada");
  });

  test("tells of an error on stderr and keeps it; join does not throw", async () => {
    const stderr = silence();
    const work = new Kind({ target: tasks.failAt, args: [-2], name: "Bad" });
    work.start();
    await work.join();
    expect(work.exitCode).toBe(1);
    expect(work.error).toMatchObject({ message: "cannot take -2", place: -2 });
    expect(stderr.mock.calls[0]?.[0]).toBe("Bad failed:");
  });

  test("gives the code of process.exit", async () => {
    const work = new Kind({ target: tasks.exitWith, args: [7] });
    work.start();
    await work.join();
    expect(work.exitCode).toBe(7);
  });

  test("stops waiting after a timeout", async () => {
    await using work = new Kind({ target: tasks.spinForEver });
    work.start();
    await work.join(0.01);
    expect(work.isAlive()).toBe(true);
  });

  test("ends at once when terminated or killed, with the signal's number", async () => {
    const path = temporary();
    const polite = new Kind({ target: tasks.noteAndSpin, args: [path] });
    const rude = new Kind({ target: tasks.spinForEver });
    polite.start();
    rude.start();
    await until(() => existsSync(path), "the target's start");
    polite.terminate();
    rude.kill();
    await Promise.all([polite.join(), rude.join()]);
    expect([polite.exitCode, rude.exitCode]).toEqual([-15, -9]);
  });

  test("starts nothing when its target cannot travel", async () => {
    const work = new Kind({ target: tasks.same, args: [Symbol("no")] });
    expect(() => work.start()).toThrow(library.TransferError);
    expect([work.isAlive(), work.exitCode]).toEqual([false, null]);
  });

  test("refuses a second start, a join before the first, and what is no function", async () => {
    const work = new Kind({ target: tasks.square, args: [1] });
    await expect(work.join()).rejects.toThrow("call start() first");
    work.start();
    expect(() => work.start()).toThrow("has already been started");
    await work.join();
    expect(() => new Kind({ target: 5 as never })).toThrow(/got number/);
  });

  test("refuses an option that is not what it must be, by its name", () => {
    const target = tasks.square;
    for (const [options, message] of [
      [{ args: 5 }, "args must be an array of the arguments; got number"],
      [{ args: null }, "args must be an array of the arguments; got null"],
      [{ daemon: "yes" }, "daemon must be true or false; got string"],
      [{ name: 123 }, "the name must be a string; got number"],
    ] as const) {
      const make = () => new Kind({ target, ...options } as never);
      expect(make).toThrow(TypeError);
      expect(make).toThrow(message);
    }
    expect(new Kind({ target, name: "" }).name).toMatch(`${kind}-`);
  });
});

test("a Process is another process, a Thread is not", async () => {
  const worker = new Process({ target: tasks.square, args: [2] });
  expect(worker.pid).toBeUndefined();
  worker.start();
  expect(worker.pid).not.toBe(process.pid);
  const thread = new Thread({ target: tasks.square, args: [2] });
  thread.start();
  expect(thread.threadId).toBeGreaterThan(0);
  await Promise.all([worker.join(), thread.join()]);
});

test("a Process gets the flags of the program, of its own accord", async () => {
  const queue = new library.Queue<string[]>();
  const flags = process.execArgv;
  process.execArgv = [...flags, "--stack-trace-limit=7"];
  const work = new Process({ target: sharing.tellFlags, args: [queue] });
  work.start();
  process.execArgv = flags;
  expect(await queue.get()).toContain("--stack-trace-limit=7");
  await work.join();
});

test("a Process that is killed from outside says so", async () => {
  const stderr = silence();
  const work = new Process({
    target: tasks.killSelf,
    args: ["SIGKILL"],
    name: "Shot",
  });
  work.start();
  await work.join();
  expect(work.exitCode).toBe(-9);
  expect(stderr).toHaveBeenCalledWith(
    expect.stringMatching(/^Shot was killed by SIGKILL\. Something outside/),
  );
});

test("the main process and thread have Python's names", () => {
  expect(library.currentProcess()).toEqual({
    name: "MainProcess",
    pid: process.pid,
    threadId: expect.any(Number),
  });
  expect(library.currentThread().name).toBeTypeOf("string");
  expect(library.cpuCount()).toBeGreaterThan(0);
});
