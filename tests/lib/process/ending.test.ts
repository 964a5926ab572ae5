import { existsSync, readFileSync } from "node:fs";
import { afterEach, describe, expect, test, vi } from "vitest";
import { until } from "../support/children.ts";
import { allWorkersEnd, newFile } from "../support/executors.ts";
import { library, sharing } from "../support/library.ts";

const { Pipe, Process, Queue, Thread, Value } = library;

afterEach(async () => {
  vi.restoreAllMocks();
  await allWorkersEnd();
});

describe.each([
  ["Process", Process],
  ["Thread", Thread],
])("a %s ends", (_, Kind) => {
  async function run<A extends unknown[]>(
    target: (...args: A) => unknown,
    ...args: A
  ): Promise<number | null> {
    const work = new Kind({ target, args });
    work.start();
    await work.join();
    return work.exitCode;
  }

  test("after all that it put without awaiting it has arrived", async () => {
    const queue = new Queue<number>();
    expect(await run(sharing.putAll, queue, 10_000)).toBe(0);
    expect(await queue.qsize()).toBe(10_000);
    expect(await queue.get()).toBe(0);
  });

  test("after what it sent and added without awaiting it", async () => {
    const [here, there] = Pipe<string>();
    const total = new Value("i", 1);
    expect(await run(sharing.sendAndAdd, there, total)).toBe(0);
    expect(await here.recv(0)).toBe("not awaited");
    expect(total.value).toBe(6);
  });

  test("after its timers, and what they put", async () => {
    const queue = new Queue<string>();
    expect(await run(sharing.putLater, queue)).toBe(0);
    expect(await queue.getNowait()).toBe("from a timer");
  });

  test("after the answers to what it asked", async () => {
    const [questions, answers] = [new Queue<number>(), new Queue<number>()];
    const work = new Kind({
      target: sharing.getWithoutAwaiting,
      args: [questions, answers],
    });
    work.start();
    await questions.put(21);
    expect(await answers.get()).toBe(42);
    await work.join();
    expect(work.exitCode).toBe(0);
  });

  test("with code 1 after a rejection that nobody caught, though its target had returned", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    expect(await run(sharing.rejectLater)).toBe(1);
  });
});

test("a Process that is terminated may clean up first", async () => {
  const path = newFile();
  const work = new Process({ target: sharing.noteWhenAsked, args: [path] });
  work.start();
  await until(() => existsSync(path), "the handler");
  work.terminate();
  await work.join();
  expect(work.exitCode).toBe(3);
  expect(readFileSync(path, "utf8")).toBe("ready\ncleaned up\n");
});

test("a Process that does not heed SIGTERM is killed after a moment", async () => {
  const path = newFile();
  const work = new Process({ target: sharing.ignoreWhenAsked, args: [path] });
  work.start();
  await until(() => existsSync(path), "the handler");
  work.terminate();
  await work.join();
  expect(work.exitCode).toBe(-9);
  expect(readFileSync(path, "utf8")).toBe("ready\nasked\n");
});
