import { setImmediate } from "node:timers/promises";
import { inspect } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { JoinableQueue as Joinable } from "../../../lib/index.ts";
import { until, workerProcesses } from "../support/children.ts";
import { library, threading } from "../support/library.ts";

const {
  Barrier,
  BrokenBarrierError,
  ClosedError,
  Condition,
  Event,
  JoinableQueue,
  Lock,
  Process,
  Queue,
  RLock,
  Semaphore,
  SimpleQueue,
  Thread,
} = library;

afterEach(async () => {
  vi.restoreAllMocks();
  await until(() => workerProcesses().length === 0, "the end of all workers");
});

const count = <T>(queue: { get(): Promise<T> }, n: number): Promise<T[]> =>
  Promise.all(Array.from({ length: n }, () => queue.get()));

describe.each([
  ["Process", Process],
  ["Thread", Thread],
])("with a %s,", (kind, Kind) => {
  type Work = InstanceType<typeof Process>;

  function start<A extends unknown[]>(
    target: (...args: A) => unknown,
    ...args: A
  ): Work {
    const work = new Kind({ target, args });
    work.start();
    return work as unknown as Work;
  }

  test("an event wakes all who wait, though it is lowered at once", async () => {
    const event = new Event();
    const out = new Queue();
    const works = [1, 2, 3].map(() => start(threading.tellOfEvent, event, out));
    expect(await count(out, 3)).toEqual(["waits", "waits", "waits"]);
    void event.set();
    void event.clear();
    expect(await count(out, 3)).toEqual([true, true, true]);
    await Promise.all(works.map((work) => work.join()));
  });

  test("a Lock is given back by any, an RLock by its holder only", async () => {
    const out = new Queue();
    for (const [lock, outcome] of [
      [new Lock(), "released"],
      [new RLock(), "StateError"],
    ] as const) {
      await lock.acquire();
      await start(threading.tellOfRelease, lock, out).join();
      expect(await out.get()).toBe(outcome);
      expect(await lock.locked()).toBe(outcome !== "released");
    }
  });

  test("a Lock that its holder takes once more waits until another gives it back", async () => {
    const lock = new Lock();
    const out = new Queue();
    const work = start(threading.takeTwice, lock, out);
    expect(await out.get()).toBe("waits");
    expect(await out.empty()).toBe(true);
    await lock.release();
    expect(await out.get()).toBe(true);
    await work.join();
    expect(await lock.locked()).toBe(false);
  });

  test("a semaphore lets in as many as are released, and no more", async () => {
    const seats = new Semaphore(4);
    const out = new Queue();
    const works = [1, 2, 3].map(() => start(threading.enterTwice, seats, out));
    await count(out, 4);
    expect(await seats.acquire(0)).toBe(false);
    await seats.release(2);
    await count(out, 2);
    await Promise.all(works.map((work) => work.join()));
    expect([await seats.getValue(), await out.qsize()]).toEqual([0, 0]);
  });

  test("a barrier that is broken and reset at once sends away who waits", async () => {
    const barrier = new Barrier(3);
    const out = new Queue();
    const works = [1, 2].map(() =>
      start(threading.tellOfBarrier, barrier, out),
    );
    expect(await count(out, 2)).toEqual(["waits", "waits"]);
    while ((await barrier.nWaiting()) < 2) await setImmediate();
    void barrier.abort();
    void barrier.reset();
    expect(await count(out, 2)).toEqual([
      "BrokenBarrierError",
      "BrokenBarrierError",
    ]);
    expect(await barrier.broken()).toBe(false);
    await Promise.all(works.map((work) => work.join()));
  });

  test("a queue carries each item once from many to many, however they take", async () => {
    const queue = new SimpleQueue<number | null>();
    const out = new Queue<number[]>();
    const works = [undefined, 0, 1e-5].flatMap((timeout, at) => [
      start(threading.feed, queue, at * 200, 200),
      start(threading.consume, queue, out, timeout),
    ]);
    const all = (await count(out, 3)).flat().sort((a, b) => a - b);
    expect(all).toEqual(Array.from({ length: 600 }, (_, i) => i));
    expect(await queue.empty()).toBe(true);
    await Promise.all(works.map((work) => work.join()));
  });

  test("a queue that is shut down at once sends away who puts, and lets go who joins", async () => {
    const queue: Joinable<string> = new JoinableQueue(1);
    await queue.put("first");
    const out = new Queue();
    const works = [
      start(threading.tellOfPut, queue, out),
      start(threading.tellOfJoin, queue, out),
    ];
    expect(await count(out, 2)).toEqual(["waits", "waits"]);
    await queue.shutdown(true);
    const outcomes = await count(out, 2);
    expect(outcomes.sort()).toEqual(["ClosedError", "joined"]);
    await Promise.all(works.map((work) => work.join()));
  });

  test("a queue is joined as often as all is done", async () => {
    const queue = new JoinableQueue<number>();
    const out = new Queue<number>();
    const works = [1, 2].map(() => start(threading.addUp, queue, out));
    for (let i = 0; i < 100; i++) await queue.put(i);
    await queue.join();
    for (const _ of works) await queue.put(-1);
    await queue.join();
    const [one = 0, other = 0] = await count(out, 2);
    expect(one + other).toBe(4950);
    await expect(queue.taskDone()).rejects.toThrow(library.StateError);
    await Promise.all(works.map((work) => work.join()));
  });

  test("a worker's own worker goes on after its target is done", async () => {
    const out = new Queue<string>();
    const work = start(threading.startAnother, kind, out);
    expect(await out.get()).toBe("hello");
    await work.join();
    expect(work.exitCode).toBe(0);
  });

  test("a worker is joined by several at once, and again, and shows what it is", async () => {
    const work = new Kind({
      target: threading.overflowStack,
      name: "mine",
      daemon: true,
    });
    expect(inspect(work)).toBe(`${kind}(mine, initial, daemon)`);
    work.start();
    expect(inspect(work)).toBe(`${kind}(mine, started, daemon)`);
    await Promise.all([work.join(), work.join(), work.join(60)]);
    await work.join(0);
    expect(inspect(work)).toBe(`${kind}(mine, ended, daemon, exitCode 0)`);
  });

  test("an object shows itself in its own run, too", async () => {
    const out = new Queue<string>();
    const work =
      kind === "Thread"
        ? new threading.SelfishThread(out)
        : new threading.SelfishProcess(out);
    work.name = "mine";
    work.start();
    expect(await out.get()).toMatch(/^Selfish(Thread|Process)\(mine\)$/);
    await work.join();
  });

  test("a thrown value that cannot be copied is told as what it is", async () => {
    const print = vi.spyOn(console, "error").mockImplementation(() => {});
    const work = start(threading.throwFunction);
    await work.join();
    expect(work.exitCode).toBe(1);
    expect(String(work.error)).toBe(
      "TransferError: what was thrown cannot be copied; throw an Error, with the data in its fields",
    );
    expect(print).toHaveBeenCalledOnce();
  });
});

describe.each([
  ["processes", false],
  ["threads", true],
])("in a pool of %s,", (_, threads) => {
  test("what cannot be put is refused as an item, and a stack that overflows throws", async () => {
    const pool = new library.Pool({ workers: 1, threads });
    const queue = new Queue();
    const refused = await pool.apply(threading.putTheImpossible, [queue]);
    expect(refused).toHaveLength(4);
    for (const message of refused) expect(message).toMatch(/^the item is a /);
    expect(refused[0]).toContain("send data");
    expect(await queue.empty()).toBe(true);
    expect(await pool.apply(threading.overflowStack)).toBe("RangeError");
    pool.terminate();
    await pool.join();
  });
});

// A thread between giving the lock back and waiting counts as told, too: it may wake for no reason.
test("processes wait on a condition, which wakes as many as it is told to, those who wait again among them", async () => {
  const condition = new Condition();
  const out = new Queue<string>();
  const works = [1, 2, 3].map(
    () => new Process({ target: threading.waitTwice, args: [condition, out] }),
  );
  for (const work of works) work.start();
  const seen = async (n: number): Promise<string[]> =>
    (await count(out, n)).sort();
  expect(await seen(3)).toEqual(["waits", "waits", "waits"]);
  await condition.use(() => condition.notify(2));
  expect(await seen(4)).toEqual(["first", "first", "waits", "waits"]);
  await condition.use(() => condition.notifyAll());
  const more = await seen(4);
  expect(more).toEqual(["first", "second", "second", "waits"]);
  await condition.use(() => condition.notifyAll());
  expect(await out.get()).toBe("second");
  await Promise.all(works.map((work) => work.join()));
});

test("a barrier of two lets any number of threads through two by two", async () => {
  const rounds = 20_000;
  const pool = new library.Pool({ workers: 4, threads: true });
  const tickets = library.shared(new Int32Array([2 * rounds]));
  const barrier = new Barrier(2);
  const each = await pool.starmap(
    threading.passOften,
    Array.from({ length: 4 }, () => [barrier, tickets]),
    { chunkSize: 1 },
  );
  const places = [0, 1, 2].map((at) =>
    each.reduce((sum, mine) => sum + (mine[at] ?? 0), 0),
  );
  expect(places).toEqual([rounds, rounds, 0]);
  pool.terminate();
  await pool.join();
});

test("a barrier that is reset again and again sends away who waits", async () => {
  const barrier = new Barrier(3);
  const waits = [barrier.wait(), barrier.wait()].map((wait) =>
    wait.catch((error: unknown) => error),
  );
  for (let i = 0; i < 3; i++) void barrier.reset();
  void barrier.abort();
  for (const outcome of await Promise.all(waits))
    expect(outcome).toBeInstanceOf(BrokenBarrierError);
  await barrier.reset();
  expect(await barrier.nWaiting()).toBe(0);
});

test("what an object cannot be made of, or do, is refused by name", async () => {
  expect(() => new Barrier(2, NaN)).toThrow("got NaN");
  expect(() => new Barrier(65_535)).toThrow("from 1 to 65534");
  expect(() => new Semaphore(2 ** 31)).toThrow("from 0 to 2147483647");
  const seats = new Semaphore();
  await expect(seats.release(2 ** 31 - 1)).rejects.toThrow("at most");
  expect(await seats.acquire(0)).toBe(true);
  expect(await seats.acquire(0)).toBe(false);
  for (const lock of [{}, new Semaphore()])
    expect(() => new Condition(lock as never)).toThrow("a Lock or an RLock");
  const condition = new Condition();
  await condition.use(async () => {
    for (const n of [-1, NaN, 0.5])
      await expect(condition.notify(n)).rejects.toThrow(RangeError);
    await condition.notify(0);
  });
});

test("a queue refuses a time that is none, though it need not wait, and says why it is closed", async () => {
  const queue = new Queue<number>();
  await expect(queue.put(1, NaN)).rejects.toThrow(RangeError);
  await queue.put(1);
  await expect(queue.get("1" as never)).rejects.toThrow(TypeError);
  await queue.close();
  await expect(queue.put(2)).rejects.toThrow("it takes no more items");
  expect(await queue.get()).toBe(1);
  await expect(queue.get()).rejects.toThrow(ClosedError);
});

test("a queue may be shut down again, at once then; nothing of it is left to be done", async () => {
  const queue = new JoinableQueue<number>();
  for (const item of [1, 2]) await queue.put(item);
  await queue.shutdown();
  expect(await queue.get()).toBe(1);
  await queue.taskDone();
  const joined = queue.join();
  for (const immediate of [true, false]) await queue.shutdown(immediate);
  await joined;
  await expect(queue.get(0)).rejects.toThrow(ClosedError);
  await expect(queue.taskDone()).rejects.toThrow(library.StateError);
});

test("an RLock shows how often its holder has taken it", async () => {
  const lock = new RLock();
  await lock.acquire();
  await lock.acquire();
  expect(inspect(lock)).toBe("RLock(held by MainProcess, 2 times)");
  await lock.release();
  expect([inspect(lock), await lock.locked()]).toEqual([
    "RLock(held by MainProcess)",
    true,
  ]);
});

test("a queue lets go of what it gave, and a lock that nobody keeps is collected", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const queue = new SimpleQueue<object>();
  for (let i = 0; i < 3; i++) await queue.put({ i });
  const items = await count(queue, 3);
  const gone = [...items, new Lock()].map((each) => new WeakRef(each));
  items.length = 0;
  await until(() => {
    collect();
    return gone.every((each) => each.deref() === undefined);
  }, "the end of the items and the lock");
  expect(await queue.empty()).toBe(true);
});

test("two loops over a queue share its items, and both end with it", async () => {
  const queue = new Queue<number>();
  const seen: number[] = [];
  const loops = [1, 2].map(async () => {
    for await (const item of queue) seen.push(item);
  });
  for (let i = 0; i < 6; i++) await queue.put(i);
  await queue.close();
  await Promise.all(loops);
  expect(seen).toEqual([0, 1, 2, 3, 4, 5]);
});
