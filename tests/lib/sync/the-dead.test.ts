import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterEach, describe, expect, test, vi } from "vitest";
import { until, workerProcesses } from "../support/children.ts";
import { library, sharing } from "../support/library.ts";

const { Barrier, Lock, Process, Queue, RLock, Semaphore, Thread, Value } =
  library;

afterEach(async () => {
  vi.restoreAllMocks();
  await until(() => workerProcesses().length === 0, "the end of all workers");
});

const temporary = (): string =>
  join(mkdtempSync(join(tmpdir(), "romanesco-")), "file");

const stderr = (): ReturnType<typeof vi.spyOn> =>
  vi.spyOn(console, "error").mockImplementation(() => undefined);

describe.each([
  ["Process", Process],
  ["Thread", Thread],
])("a %s that was killed", (kind, Kind) => {
  /** Runs the target until it says that it waits, and kills it. */
  async function killWhileWaiting<A extends unknown[]>(
    target: (path: string, ...args: A) => unknown,
    ...args: A
  ): Promise<void> {
    const path = temporary();
    const work = new Kind({ target, args: [path, ...args] });
    work.start();
    await until(() => existsSync(path), "the target's start");
    // It asked before it said so: what came through its channel is read by then.
    await setImmediate();
    work.kill();
    await work.join();
    expect(work.exitCode).toBe(-9);
  }

  test("while it waited for an item takes none with it", async () => {
    const queue = new Queue<string>();
    await killWhileWaiting(sharing.waitToGet, queue);
    await queue.put("for the living");
    expect(await queue.getNowait()).toBe("for the living");
  });

  test("while it waited for room puts nothing any more", async () => {
    const queue = new Queue<string>(1);
    await queue.put("first");
    await killWhileWaiting(sharing.waitToPut, queue);
    expect(await queue.get()).toBe("first");
    await expect(queue.getNowait()).rejects.toThrow(library.QueueEmptyError);
  });

  test.each([
    ["Lock", new Lock()],
    ["RLock", new RLock()],
    ["Semaphore", new Semaphore(1)],
  ])("while it waited for a %s does not get it", async (_, lock) => {
    await lock.acquire();
    await killWhileWaiting(sharing.waitToAcquire, lock);
    await lock.release();
    expect(await lock.acquire(0)).toBe(true);
  });

  test("while it waited at a barrier breaks it for the others", async () => {
    const barrier = new Barrier(3);
    const mine = barrier.wait();
    mine.catch(() => undefined);
    await killWhileWaiting(sharing.waitAt, barrier);
    await expect(mine).rejects.toThrow(library.BrokenBarrierError);
  });

  test.each([
    ["Lock", new Lock()],
    ["RLock", new RLock()],
    ["Lock of a Value", new Value("i").getLock()],
  ])("while it held a %s gives it back, and home says so", async (_, lock) => {
    const said = stderr();
    const path = temporary();
    const work = new Kind({
      target: sharing.holdForEver,
      args: [path, lock],
      name: "Holder",
    });
    work.start();
    await until(() => existsSync(path), "the lock's taking");
    const mine = lock.acquire();
    work.kill();
    expect(await mine).toBe(true);
    expect(said).toHaveBeenCalledWith(
      expect.stringMatching(/^Holder ended while it held a R?Lock, which is/),
    );
    await lock.release();
    await work.join();
  });

  test("and whose own worker waited takes no item either", async () => {
    const queue = new Queue<string>();
    const threads = kind === "Thread";
    await killWhileWaiting(sharing.waitBelow, queue, threads);
    await queue.put("for the living");
    expect(await queue.getNowait()).toBe("for the living");
  });
});

describe.each([
  ["processes", false],
  ["threads", true],
])("in a pool of %s", (_, threads) => {
  test("a task that was aborted while it waited takes no item", async () => {
    await using pool = new library.Pool({ workers: 1, threads });
    const queue = new Queue<number>();
    await expect(
      pool.apply(sharing.getTwice, [queue], { timeout: 0.5 }),
    ).rejects.toThrow(library.TimeoutError);
    await queue.put(1);
    await queue.put(2);
    expect(await pool.apply(sharing.getTwice, [queue])).toEqual([1, 2]);
  });
});
