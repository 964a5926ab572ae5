import { setImmediate } from "node:timers/promises";
import { inspect } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, test } from "vitest";
import type { ValueType } from "../../../lib/index.ts";
import { until, workerProcesses } from "../support/children.ts";
import { library, sharing } from "../support/library.ts";

const {
  Barrier,
  BoundedSemaphore,
  ClosedError,
  Condition,
  Event,
  JoinableQueue,
  Lock,
  Process,
  Queue,
  RLock,
  Semaphore,
  SharedArray,
  StateError,
  Thread,
  Value,
} = library;

afterEach(async () => {
  await until(() => workerProcesses().length === 0, "the end of all workers");
});

describe("what is shared shows itself:", () => {
  test("a lock by its holder", async () => {
    for (const lock of [new Lock(), new RLock()]) {
      const kind = lock.constructor.name;
      expect(inspect(lock)).toBe(`${kind}(free)`);
      await lock.acquire();
      expect([inspect(lock), await lock.locked()]).toEqual([
        `${kind}(held by MainProcess)`,
        true,
      ]);
      await lock.release();
      expect(await lock.locked()).toBe(false);
    }
  });

  test("an event, a semaphore, a barrier, a condition, a number by their state", async () => {
    const event = new Event();
    expect(inspect(event)).toBe("Event(not set)");
    await event.set();
    expect(inspect(event)).toBe("Event(set)");
    const seats = new Semaphore(2);
    await seats.acquire();
    expect(inspect(seats)).toBe("Semaphore(1 of 2 free)");
    expect(inspect(new Barrier(3))).toBe("Barrier(0 of 3 wait)");
    expect(inspect(new Condition())).toBe("Condition(0 wait)");
    expect(inspect(new Value("d", 1.5))).toBe("Value(1.5)");
    expect(inspect(new SharedArray("b", 4))).toBe("SharedArray(4 numbers)");
  });

  test("a queue by its size", async () => {
    const queue = new Queue<number>(3);
    await queue.put(1);
    expect(inspect(queue)).toBe("Queue(1 of 3 items)");
    await queue.close();
    expect(inspect(queue)).toBe("Queue(1 of 3 items, closed)");
    expect(inspect(new JoinableQueue())).toBe("JoinableQueue(0 items)");
  });
});

describe("a queue", () => {
  test("holds a copy of what was put, as it was then", async () => {
    const queue = new Queue<{ list: number[] }>();
    const item = { list: [1] };
    await queue.put(item);
    item.list.push(2);
    expect(await queue.get()).toEqual({ list: [1] });
  });

  test("refuses at once what cannot be copied", async () => {
    const queue = new Queue<unknown>();
    for (const item of [() => 1, Symbol("s"), { f: inspect }, new Lock()]) {
      await expect(queue.put(item)).rejects.toThrow(library.TransferError);
    }
    expect(await queue.empty()).toBe(true);
  });

  test("that is shut down gives what is there; at once, nothing", async () => {
    const queue = new JoinableQueue<number>();
    await queue.put(1);
    await queue.shutdown();
    await expect(queue.put(2)).rejects.toThrow(ClosedError);
    expect(await queue.get()).toBe(1);
    await expect(queue.get()).rejects.toThrow(ClosedError);
    const other = new JoinableQueue<number>(1);
    await other.put(1);
    const [late, joined] = [other.put(2), other.join()];
    late.catch(() => undefined);
    await other.shutdown(true);
    await joined;
    await expect(late).rejects.toThrow(ClosedError);
    await expect(other.get()).rejects.toThrow(ClosedError);
  });

  test("is polled to the end of the time, whatever else happens to it", async () => {
    const queue = new JoinableQueue<number>();
    await queue.put(1);
    await queue.get();
    const polled = queue.poll(10);
    await queue.taskDone();
    await queue.put(2);
    expect(await polled).toBe(true);
  });
});

describe("a semaphore", () => {
  test("is released a whole number of times, from 1 up", async () => {
    for (const seats of [new Semaphore(1), new BoundedSemaphore(9)]) {
      for (const n of [-5, 0, 0.5, NaN]) {
        await expect(seats.release(n)).rejects.toThrow(RangeError);
      }
    }
  });
});

describe("a timeout", () => {
  test("that is no number of seconds is refused, also where nothing is waited for", async () => {
    const objects = [new Lock(), new RLock(), new Semaphore(1)];
    for (const each of objects) {
      await expect(each.acquire(NaN)).rejects.toThrow(RangeError);
      expect(await each.acquire(Infinity)).toBe(true);
    }
    await expect(new Event().wait("soon" as never)).rejects.toThrow(TypeError);
    await expect(new Barrier(2).wait(NaN)).rejects.toThrow(RangeError);
    await expect(new Queue().get(NaN)).rejects.toThrow(RangeError);
  });

  test("of a month is waited for", async () => {
    const event = new Event();
    const waited = event.wait(40 * 24 * 3600);
    await event.set();
    expect(await waited).toBe(true);
  });
});

describe("a barrier", () => {
  test("knows its parties, how many wait, and whether it is broken", async () => {
    const barrier = new Barrier(2);
    expect([barrier.parties, barrier.timeout]).toEqual([2, undefined]);
    const waiting = barrier.wait();
    waiting.catch(() => undefined);
    expect(await barrier.nWaiting()).toBe(1);
    await barrier.abort();
    expect([await barrier.broken(), await barrier.nWaiting()]).toEqual([
      true,
      0,
    ]);
    await barrier.reset();
    expect(await barrier.broken()).toBe(false);
  });

  test("for one lets it through", async () => {
    const barrier = new Barrier(1);
    expect([await barrier.wait(), await barrier.wait()]).toEqual([0, 0]);
  });

  test("may have a timeout of its own", async () => {
    const barrier = new Barrier(2, 0.01);
    await expect(barrier.wait()).rejects.toThrow(library.BrokenBarrierError);
    expect(inspect(barrier)).toBe("Barrier(broken)");
  });
});

describe("a condition", () => {
  test("has a lock that its holder may take twice", async () => {
    const condition = new Condition();
    await condition.acquire();
    expect(await condition.acquire(0)).toBe(true);
    await condition.release();
    expect(await condition.lock.locked()).toBe(true);
    await condition.release();
    const lock = new Lock();
    expect(new Condition(lock).lock.id).toBe(lock.id);
  });

  test("wakes as many as it is told to", async () => {
    const condition = new Condition();
    const woken: number[] = [];
    const waiting = [0, 1, 2].map((i) =>
      condition.use(async () => {
        await condition.wait();
        woken.push(i);
      }),
    );
    await condition.use(() => condition.notify(2));
    await Promise.race(waiting);
    await Promise.all(waiting.slice(0, 2));
    expect(woken).toEqual([0, 1]);
    await condition.use(() => condition.notify());
    await Promise.all(waiting);
    expect(woken).toEqual([0, 1, 2]);
  });

  test("is waited for and notified with its lock only", async () => {
    const condition = new Condition();
    await expect(condition.notify()).rejects.toThrow(StateError);
    await expect(condition.notifyAll()).rejects.toThrow("needs the condition");
    await expect(condition.wait(0)).rejects.toThrow(StateError);
    expect(() => condition.notifySync()).toThrow(StateError);
  });
});

describe.each([
  ["Process", Process],
  ["Thread", Thread],
])("with a %s", (_, Kind) => {
  test("a condition passes turns back and forth", async () => {
    const condition = new Condition();
    const turn = new Value("i", 0);
    const players = [0, 1].map(
      (mine) =>
        new Kind({
          target: sharing.takeTurns,
          args: [condition, turn, mine, 20],
        }),
    );
    for (const player of players) player.start();
    for (const player of players) await player.join();
    expect(players.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(turn.value).toBe(0);
  });

  test("arrays and numbers are read and written one by one", async () => {
    const array = new SharedArray("h", [1, 2, 3]);
    const big = new Value("q", 1n);
    const work = new Kind({
      target: sharing.countEverything,
      args: [array, big],
    });
    work.start();
    await work.join();
    expect([...array]).toEqual([7, 2, 5]);
    expect(big.value).toBe(2n ** 40n + 1n);
  });
});

test("numbers are of every typed array's kind, and wrap or round as it does", async () => {
  const sums: [ValueType, number, number, number][] = [
    ["b", 127, 1, -128],
    ["B", 255, 1, 0],
    ["h", 32767, 1, -32768],
    ["H", 65535, 1, 0],
    ["i", 2 ** 31 - 1, 1, -(2 ** 31)],
    ["I", 2 ** 32 - 1, 1, 0],
    ["l", -1, 1, 0],
    ["L", 0, -1, 2 ** 32 - 1],
    ["c", 250, 10, 255],
    ["f", 0.5, 0.25, 0.75],
    ["d", 0.1, 0.2, 0.1 + 0.2],
  ];
  for (const [type, initial, amount, sum] of sums) {
    const value = new Value(type as "i", initial);
    expect(await value.add(amount)).toBe(sum);
    expect(value.value).toBe(sum);
    const array = new SharedArray(type as "i", [0, initial]);
    expect(await array.add(-1, amount)).toBe(sum);
    expect(await array.slice()).toEqual([0, sum]);
  }
  for (const type of ["q", "Q"] as const) {
    const value = new Value(type, 5n);
    expect(await value.add(2n ** 62n)).toBe(2n ** 62n + 5n);
  }
  expect(() => new Value("x" as never)).toThrow("b B h H i I l L q Q f d c");
});

test("the lock of a number keeps it, though nobody else does", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const lock = new Value("i").getLock();
  const other = new Condition().lock;
  // What was registered for finalization goes in a turn of its own.
  for (let i = 0; i < 3; i += 1) {
    collect();
    await setImmediate();
  }
  expect(await lock.acquire(0)).toBe(true);
  expect(await other.acquire(0)).toBe(true);
});

test("an array has numbers from its first to its last, also counted from the end", async () => {
  const array = new SharedArray("i", 3);
  await array.set(-3, 5);
  expect([await array.get(0), array.length]).toEqual([5, 3]);
  for (const index of [3, -4, 0.5]) {
    await expect(array.get(index)).rejects.toThrow("has no number at");
  }
});
