import { describe, expect, test } from "vitest";
import {
  MemoryClaims,
  WorkerClaims,
  type HomeClaims,
} from "../../../lib/worker/claims.ts";
import { FileClaims } from "../../../lib/worker/home-claims.ts";
import { Failure, Outcomes } from "../../../lib/pool/outcomes.ts";
import { PriorityQueue } from "../../../lib/pool/priority-queue.ts";
import { defaultChunkSize, toChunks } from "../../../lib/pool/chunks.ts";
import { describeExit, WorkerExitError } from "../../../lib/errors.ts";
import { estimateLoad } from "../../../lib/worker/estimate-load.ts";
import { packChunk, putChunk } from "../../../lib/transfer/numbers.ts";
import { BatchSize } from "../../../lib/pool/batch-size.ts";
import { TaskQueue } from "../../../lib/pool/task-queue.ts";

describe("a task queue", () => {
  test("gives tasks in order, those put back first", () => {
    const queue = new TaskQueue<number>();
    for (let i = 0; i < 5000; i += 1) queue.push(i);
    const taken = Array.from({ length: 3000 }, () => queue.shift());
    expect(taken).toEqual(Array.from({ length: 3000 }, (_, i) => i));
    queue.putBack([2998, 2999]);
    expect(queue.size).toBe(2002);
    expect([queue.shift(), queue.shift(), queue.shift()]).toEqual([
      2998, 2999, 3000,
    ]);
    expect(queue.takeAll().length).toBe(1999);
    expect(queue.shift()).toBeUndefined();
  });
});

test("a queue with priorities gives the highest first, those of one priority in order, and those put back before", () => {
  const queue = new PriorityQueue<{ priority: number; name: string }>();
  const push = (name: string, priority: number): void =>
    queue.push({ name, priority });
  push("a", 0);
  push("low", -1);
  push("b", 0);
  push("high", 5);
  push("c", 0);
  const take = (): string | undefined => queue.shift()?.name;
  expect([take(), take()]).toEqual(["high", "a"]);
  queue.putBack([
    { name: "a", priority: 0 },
    { name: "late", priority: 5 },
  ]);
  expect(queue.size).toBe(5);
  expect([take(), take(), take(), take()]).toEqual(["late", "a", "b", "c"]);
  expect(queue.takeAll()).toEqual([{ name: "low", priority: -1 }]);
  expect(take()).toBeUndefined();
});

test("a queue makes what a supply stands for when its turn comes, and counts it before", () => {
  const named = (name: string) => ({ priority: 0, name });
  const left = ["b", "", "c"];
  const supply = {
    priority: 0,
    get size() {
      return left.length;
    },
    // One that cannot be made.
    next: () => {
      const name = left.shift();
      return name ? named(name) : undefined;
    },
  };
  const queue = new PriorityQueue<{ priority: number; name: string }>();
  queue.push(named("a"));
  queue.pushSupply(supply);
  queue.push(named("d"));
  expect([queue.size, queue.supplies.length]).toEqual([5, 1]);
  expect(queue.sift(({ name }) => name !== "a")).toEqual([named("a")]);
  const take = (): string | undefined => queue.shift()?.name;
  expect([take(), queue.size]).toEqual(["b", 3]);
  queue.putBack([named("b")]);
  expect([take(), take(), take(), take()]).toEqual(["b", "c", "d", undefined]);
  expect([queue.size, queue.supplies.length]).toEqual([0, 0]);
});

test("the outcomes of a map's chunks come in the order of their places, or as they came", () => {
  const ordered = new Outcomes<number[]>();
  ordered.put([2], 2);
  expect(ordered.ready).toBe(false);
  ordered.put(new Failure("one"), 0);
  ordered.put([1], 1);
  expect(() => ordered.take()).toThrow("one");
  expect([ordered.take(), ordered.take(), ordered.ready]).toEqual([
    [1],
    [2],
    false,
  ]);
  ordered.put([3], 3);
  expect(ordered.take()).toEqual([3]);
  const asTheyCome = new Outcomes<number[]>();
  asTheyCome.put([2]);
  asTheyCome.put([0]);
  expect([asTheyCome.take(), asTheyCome.take()]).toEqual([[2], [0]]);
});

describe.each([
  ["memory", (): HomeClaims => new MemoryClaims()],
  ["a file", (): HomeClaims => new FileClaims()],
])("a line of claims in %s", (_, make) => {
  test("gives each number to one side, and tells the worker which of its tasks were taken back", () => {
    const home = make();
    const worker = new WorkerClaims(home.forWorker);
    expect(home.take()).toBeUndefined();
    expect(home.add([1, 2, 3])).toBe(true);
    expect(worker.begin(1)).toBe(true);
    expect(home.take()).toBe(2);
    expect(home.add([2 ** 32 - 1])).toBe(true);
    expect([2, 3, 2 ** 32 - 1].map((id) => worker.begin(id))).toEqual([
      false,
      true,
      true,
    ]);
    expect(worker.begin(9)).toBe(false);
    home.reset();
    for (let at = 0; at < 300_000; at += 1) {
      if (!home.add([at]) || !worker.begin(at)) expect.unreachable();
      if (at === 260_000) home.reset();
    }
    home.close();
  });
});

describe("chunks", () => {
  test("are as many as Python makes", () => {
    expect([0, 1, 8, 9, 100].map((n) => defaultChunkSize(n, 2))).toEqual([
      1, 1, 1, 2, 13,
    ]);
  });

  test("say where they begin, and the last may be shorter", () => {
    expect([...toChunks([1, 2, 3], 2)]).toEqual([
      { start: 0, chunk: [1, 2] },
      { start: 2, chunk: [3] },
    ]);
    expect([...toChunks(new Float64Array([1, 2, 3]), 2)].at(-1)).toEqual({
      start: 2,
      chunk: new Float64Array([3]),
    });
  });

  test("of numbers travel as Float64Array, exact to NaN and minus zero", () => {
    const numbers = Array.from({ length: 40 }, (_, i) => i / 3);
    numbers.push(NaN, -0, Infinity, 2 ** 53);
    const packed = packChunk(numbers);
    expect(packed).toBeInstanceOf(Float64Array);
    const joined: unknown[] = [];
    putChunk(joined, 0, packed);
    putChunk(joined, packed.length, ["a"]);
    expect(joined).toEqual([...numbers, "a"]);
    expect(Object.is(joined[41], -0)).toBe(true);
  });

  test("of anything else, with a hole, or short ones, stay as they are", () => {
    const mixed = [...Array.from({ length: 40 }, (_, i) => i), "x"];
    const holey = Array.from({ length: 40 }, (_, i) => i);
    delete holey[7];
    for (const chunk of [mixed, holey, [1, 2]]) {
      expect(packChunk(chunk)).toBe(chunk);
    }
  });
});

describe("the batchSize", () => {
  const record = (batchSize: BatchSize, ms: number, times: number): void => {
    for (let i = 0; i < times; i += 1)
      batchSize.record({ started: 0, ended: ms });
  };

  test("begins with one task, and hands out more while all are short", () => {
    const batchSize = new BatchSize();
    expect(batchSize.allowance).toBe(1);
    record(batchSize, 0.01, 32);
    expect(batchSize.allowance).toBe(16);
  });

  test("goes back to one at the first long task, and stays there for a while", () => {
    const batchSize = new BatchSize();
    record(batchSize, 0.01, 32);
    record(batchSize, 50, 1);
    expect(batchSize.allowance).toBe(1);
    record(batchSize, 0.01, 16);
    expect(batchSize.allowance).toBe(1);
    record(batchSize, 0.01, 24);
    expect(batchSize.allowance).toBe(16);
  });
});

describe("the load of arguments", () => {
  test("is exact for buffers and strings, and about right for large data", () => {
    expect(estimateLoad([new Float64Array(10), "abc", 1])).toBe(91);
    const many = [Array.from({ length: 1_000_000 }, (_, i) => i)];
    expect(estimateLoad(many)).toBe(8_000_000);
  });

  test("leaves out shared memory, which is not copied", () => {
    const cells = new Int32Array(new SharedArrayBuffer(400));
    expect(estimateLoad([{ deep: [cells] }])).toBe(0);
  });
});

test("an exit is described by what ended the worker, with advice", () => {
  const code = { exitCode: 3, signal: null };
  expect(describeExit(code)).toBe("exited with code 3");
  expect(describeExit({ exitCode: null, signal: "SIGSEGV" })).toBe(
    "was killed by SIGSEGV",
  );
  const memory = Object.assign(new Error("limit"), {
    code: "ERR_WORKER_OUT_OF_MEMORY",
  });
  const error = new WorkerExitError("worker thread 1", "work", {
    exitCode: 1,
    signal: null,
    error: memory,
  });
  expect(error.message).toMatch(
    /ran out of memory while it ran work.*memoryLimitMb/,
  );
  expect(error.name).toBe("WorkerExitError");
});
