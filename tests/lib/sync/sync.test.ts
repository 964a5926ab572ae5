import { afterEach, describe, expect, test } from "vitest";
import type { Pool } from "../../../lib/index.ts";
import { until, workerProcesses } from "../support/children.ts";
import { library, tasks } from "../support/library.ts";

const {
  Barrier,
  BoundedSemaphore,
  Condition,
  Event,
  JoinableQueue,
  Lock,
  Pipe,
  Queue,
  RLock,
  Semaphore,
  SharedArray,
  shared,
  Value,
} = library;

const made: Pool[] = [];

afterEach(async () => {
  for (const pool of made.splice(0)) {
    pool.terminate();
    await pool.join();
  }
  await until(() => workerProcesses().length === 0, "the end of all workers");
});

function startPool(threads: boolean, workers = 2): Pool {
  const pool = new library.Pool({ workers, threads });
  made.push(pool);
  return pool;
}

describe("among threads", () => {
  test("a careless counter loses counts, and a lock keeps them", async () => {
    const pool = startPool(true);
    const times = 200_000;
    // Both threads up, or one may be done before the other begins.
    await pool.map(tasks.spin, [20, 20], { chunkSize: 1 });
    const careless = new Value("i");
    await pool.starmap(tasks.addCarelessly, [
      [careless, times],
      [careless, times],
    ]);
    expect(careless.value).toBeLessThan(2 * times);

    const careful = new Value("i");
    const lock = new Lock();
    await pool.starmap(tasks.addUnderLock, [
      [careful, lock, 20_000],
      [careful, lock, 20_000],
    ]);
    expect(careful.value).toBe(40_000);
  });

  test("numbers are added in one step, of both types", async () => {
    const pool = startPool(true);
    for (const type of ["i", "d"] as const) {
      const total = new Value(type, 0.0);
      await pool.starmap(tasks.addInOneStep, [
        [total, 5000],
        [total, 5000],
      ]);
      expect(total.value).toBe(10_000);
    }
  });

  test("threads wait at a barrier for each other, blocking or not", async () => {
    for (const blocking of [true, false]) {
      const barrier = new Barrier(3);
      const pool = startPool(true);
      const places = pool.starmap(
        tasks.comeTo,
        [
          [barrier, blocking],
          [barrier, blocking],
        ],
        { chunkSize: 1 },
      );
      const mine = await barrier.wait();
      expect([...(await places), mine].sort()).toEqual([0, 1, 2]);
    }
  });

  test("a condition wakes a thread that blocks on it", async () => {
    const pool = startPool(true, 1);
    const condition = new Condition();
    const box = new Value("i");
    const taken = pool.apply(tasks.takeFromBox, [condition, box]);
    await condition.use(() => {
      box.value = 7;
      condition.notify();
    });
    expect(await taken).toBe(7);
    expect(box.value).toBe(0);
  });

  test("an event wakes a thread that blocks on it", async () => {
    const pool = startPool(true, 1);
    const event = new Event();
    const seen = pool.apply(tasks.blockOnEvent, [event]);
    void event.set();
    expect(await seen).toBe(true);
    expect(await pool.apply(tasks.blockOnEvent, [new Event(), 0.01])).toBe(
      false,
    );
  });

  test("arrays are the same memory at home and in workers", async () => {
    const pool = startPool(true);
    const counts = new SharedArray("i", [1, 2, 3]);
    await pool.apply(tasks.fillShare, [counts, 5]);
    expect([...counts]).toEqual([5, 5, 5]);
    const numbers = shared([1, 2, 3]);
    await pool.apply(tasks.doubleAll, [numbers]);
    expect([...numbers]).toEqual([2, 4, 6]);
    const bytes = shared(new Uint8Array([1, 2]).subarray(1));
    expect(bytes).toEqual(new Uint8Array(new SharedArrayBuffer(1)).fill(2));
    expect(shared(bytes)).toBe(bytes);
  });

  test("a Thread shares its arguments' memory too", async () => {
    const total = new Value("i");
    const lock = new Lock();
    const threads = [1, 2].map(
      () =>
        new library.Thread({
          target: tasks.addUnderLock,
          args: [total, lock, 10_000],
        }),
    );
    for (const thread of threads) thread.start();
    for (const thread of threads) await thread.join();
    expect(total.value).toBe(20_000);
  });
});

describe.each([
  ["threads", true],
  ["processes", false],
])("among %s", (_, threads) => {
  test("a lock lets one in at a time", async () => {
    const pool = startPool(threads);
    const total = new Value("i");
    const lock = new Lock();
    await pool.starmap(tasks.addPolitely, [
      [total, lock, 200],
      [total, lock, 200],
    ]);
    expect(total.value).toBe(400);
    expect(await lock.locked()).toBe(false);
  });

  test("a lock that is held is waited for, so long and no longer", async () => {
    const pool = startPool(threads, 1);
    const lock = new Lock();
    expect(await lock.acquire()).toBe(true);
    expect(await pool.apply(tasks.tryLock, [lock, 0.01])).toBe(false);
    const later = pool.apply(tasks.tryLock, [lock, 10]);
    void lock.release();
    expect(await later).toBe(true);
    expect(await lock.locked()).toBe(true);
  });

  test("objects travel inside data, and through an initializer", async () => {
    const lock = new Lock();
    await lock.acquire();
    const pool = startPool(threads, 1);
    expect(await pool.apply(tasks.isNested, [{ deep: [lock] }])).toBe(true);
    const prepared = new library.Pool({
      workers: 1,
      threads,
      initializer: tasks.putLockAway,
      initArgs: [lock],
    });
    made.push(prepared);
    expect(await prepared.apply(tasks.holdsLock)).toBe(true);
  });

  test("a semaphore lets so many in", async () => {
    const pool = startPool(threads, 3);
    const seats = new Semaphore(2);
    const inside = new Value("i");
    const seen = await pool.starmap(
      tasks.visit,
      Array.from({ length: 9 }, (): [typeof seats, typeof inside] => [
        seats,
        inside,
      ]),
      { chunkSize: 1 },
    );
    expect(Math.max(...seen)).toBeLessThanOrEqual(2);
    expect(await seats.getValue()).toBe(2);
  });

  test("an event is waited for", async () => {
    const pool = startPool(threads, 1);
    const event = new Event();
    const seen = pool.apply(tasks.waitForEvent, [event]);
    await event.set();
    expect(await seen).toBe(true);
    await event.clear();
    expect(await pool.apply(tasks.waitForEvent, [event, 0.01])).toBe(false);
  });

  test("a queue carries each item from one producer to one consumer", async () => {
    const pool = startPool(threads, 3);
    const queue = new Queue<number>(10);
    const consumers = [0, 1].map(() => pool.apply(tasks.consume, [queue]));
    await pool.apply(tasks.produce, [queue, 0, 200]);
    await queue.close();
    const items = (await Promise.all(consumers)).flat();
    expect(items.sort((a, b) => a - b)).toEqual(
      Array.from({ length: 200 }, (_, i) => i),
    );
  });

  test("an empty queue throws its own error in a worker, too", async () => {
    const pool = startPool(threads, 1);
    const error = await pool
      .apply(tasks.getNothing, [new Queue()])
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      name: "QueueEmptyError",
      message: "the queue is empty",
    });
  });

  test("a joinable queue knows when all is done", async () => {
    const pool = startPool(threads, 1);
    const queue = new JoinableQueue<number>();
    for (const item of [3, 1, 2]) await queue.put(item);
    const over = pool.apply(tasks.finishItems, [queue]);
    await queue.join();
    expect(await queue.empty()).toBe(true);
    await queue.close();
    await over;
    await expect(queue.taskDone()).rejects.toThrow(library.StateError);
  });

  test("the ends of a pipe talk to each other", async () => {
    const pool = startPool(threads, 1);
    const [here, there] = Pipe<string>();
    const over = pool.apply(tasks.echo, [there]);
    await here.send("hello");
    expect(await here.recv()).toBe("HELLO");
    expect(await here.poll()).toBe(false);
    await here.send("end");
    await over;
    await expect(here.recv()).rejects.toThrow(library.ClosedError);
  });
});

describe("in a process", () => {
  test("what needs shared memory says so and names the alternative", async () => {
    const pool = startPool(false, 1);
    const careless = pool.apply(tasks.addCarelessly, [new Value("i"), 1]);
    await expect(careless).rejects.toThrow(/does not share.*threads: true/s);
    const array = pool.apply(tasks.fillShare, [new SharedArray("i", 1), 1]);
    await expect(array).rejects.toThrow(/SharedArray.*threads: true/s);
    const copied = pool.apply(tasks.doubleAll, [shared([1])]);
    await expect(copied).rejects.toThrow(library.SharedMemoryError);
  });
});

test("classes go by the names under which they are exported", () => {
  for (const [name, value] of Object.entries(library)) {
    if (/^class\b/.test(String(value))) {
      expect((value as { name: string }).name).toBe(name);
    }
  }
  expect(String(library.Lock)).toMatch(/^class\b/);
});

describe("in one thread", () => {
  test("an RLock may be taken again by its holder, and must be given back as often", async () => {
    const lock = new RLock();
    await lock.acquire();
    expect(await lock.acquire()).toBe(true);
    await lock.release();
    await lock.release();
    await expect(lock.release()).rejects.toThrow("does not hold the RLock");
    expect(await lock.use(() => 5)).toBe(5);
  });

  test("a lock that nobody holds cannot be released", async () => {
    await expect(new Lock().release()).rejects.toThrow(library.StateError);
  });

  test("a lock is given back when its user throws", async () => {
    const lock = new Lock();
    const use = lock.use(() => Promise.reject(new Error("oops")));
    await expect(use).rejects.toThrow("oops");
    expect(await lock.locked()).toBe(false);
    expect(() =>
      lock.useSync(() => {
        throw new Error("oops");
      }),
    ).toThrow("oops");
    expect(await lock.locked()).toBe(false);
  });

  test("those who wait for a lock get it one after the other", async () => {
    const lock = new Lock();
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 20 }, () =>
        lock.use(async () => {
          most = Math.max(most, ++inside);
          await Promise.resolve();
          inside -= 1;
        }),
      ),
    );
    expect(most).toBe(1);
  });

  test("a bounded semaphore notices one release too many", async () => {
    const seats = new BoundedSemaphore(1);
    await seats.acquire();
    await seats.release();
    await expect(seats.release()).rejects.toThrow(library.StateError);
    await expect(new Semaphore(0).acquire(0.01)).resolves.toBe(false);
    expect(() => new Semaphore(-1)).toThrow(RangeError);
  });

  test("whoever gives up at a barrier breaks it for all, until it is reset", async () => {
    const barrier = new Barrier(2);
    await expect(barrier.wait(0.01)).rejects.toThrow(
      library.BrokenBarrierError,
    );
    await expect(barrier.wait()).rejects.toThrow(library.BrokenBarrierError);
    await barrier.reset();
    const both = await Promise.all([barrier.wait(), barrier.wait()]);
    expect(both.sort()).toEqual([0, 1]);
    const waiting = barrier.wait();
    await barrier.abort();
    await expect(waiting).rejects.toThrow(library.BrokenBarrierError);
  });

  test("a barrier may be used again at once", async () => {
    const barrier = new Barrier(2);
    const rounds = async (): Promise<number> => {
      let passed = 0;
      for (let i = 0; i < 50; i += 1) {
        await barrier.wait();
        passed += 1;
      }
      return passed;
    };
    expect(await Promise.all([rounds(), rounds()])).toEqual([50, 50]);
  });

  test("a condition notifies all who wait, and times out", async () => {
    const condition = new Condition();
    let ready = false;
    const waiting = [1, 2, 3].map(() =>
      condition.use(() => condition.waitFor(() => ready)),
    );
    await condition.use(() => {
      ready = true;
      condition.notifyAll();
    });
    expect(await Promise.all(waiting)).toEqual([true, true, true]);
    const late = condition.use(() => condition.waitFor(() => false, 0.01));
    expect(await late).toBe(false);
  });

  test("a full queue makes its producers wait, in order", async () => {
    const queue = new Queue<number>(1);
    await queue.put(1);
    expect(await queue.full()).toBe(true);
    await expect(queue.putNowait(9)).rejects.toThrow(library.QueueFullError);
    await expect(queue.put(9, 0.01)).rejects.toThrow(library.QueueFullError);
    const puts = [queue.put(2), queue.put(3)];
    expect([await queue.get(), await queue.get(), await queue.get()]).toEqual([
      1, 2, 3,
    ]);
    await Promise.all(puts);
    await expect(queue.getNowait()).rejects.toThrow(library.QueueEmptyError);
    const late = queue.get();
    await queue.close();
    await expect(late).rejects.toThrow(library.ClosedError);
    await expect(queue.put(1)).rejects.toThrow(library.ClosedError);
  });

  test("a one-way pipe goes one way", async () => {
    const [reader, writer] = Pipe<number>(false);
    await writer.send(5);
    expect(await reader.recv()).toBe(5);
    await expect(reader.send(1)).rejects.toThrow("only reads");
    await expect(writer.recv()).rejects.toThrow("only writes");
  });
});
