import { expect, test } from "vitest";
import { ClusterExecutor } from "../../../lib/cluster/home/cluster-executor.ts";
import type { Seat } from "../../../lib/cluster/home/seat.ts";
import { Batches } from "../../../lib/cluster/link/batches.ts";
import { runsTasks, type RemoteSettings } from "../../../lib/pool/on.ts";
import { Pool } from "../../../lib/pool/pool.ts";
import { tasks } from "../support/library.ts";

const { square } = tasks;

test("knows the numbers of open batches, and keeps nothing of one that is settled", () => {
  const batches = new Batches();
  for (const batch of ["1", "2", "3"]) batches.add(batch);
  expect(batches.number("1", 101)).toBe(true);
  expect(batches.find(101)).toBe("1");
  expect(batches.delete("1")).toBe(101);
  expect([batches.has("1"), batches.find(101)]).toEqual([false, undefined]);
  expect(batches.delete("2")).toBeUndefined();
  // It comes late: the batch is settled.
  expect(batches.number("2", 102)).toBe(false);
  expect(batches.find(102)).toBeUndefined();
  batches.number("3", 103);
  expect(batches.clear()).toEqual([103]);
  expect([batches.has("3"), batches.find(103)]).toEqual([false, undefined]);
});

test("knows who has which batch", () => {
  const batches = new Batches();
  for (const batch of ["1", "2", "3"]) batches.add(batch);
  batches.take("1", "ann", "ack.1");
  batches.take("2", "ann", "ack.2");
  batches.take("3", "bob", "ack.3");
  expect(batches.holders()).toEqual(["ann", "bob"]);
  batches.delete("1");
  // It comes late: the batch is settled.
  batches.take("1", "ann", "ack.1");
  expect(batches.untaken()).toEqual([]);
  expect(batches.takeBack("ann")).toEqual(["ack.2"]);
  expect(batches.untaken()).toEqual(["2"]);
  expect(batches.takeBack("ann")).toEqual([]);
  expect(batches.holders()).toEqual(["bob"]);
});

/** A pool at a cluster without a server. */
function makePool() {
  const sent = new Map<string, number[]>();
  const settled: string[] = [];
  const withdrawn: string[] = [];
  const seat: Seat = {
    slots: 2,
    publish: (tasks) => {
      const batch = String(sent.size);
      sent.set(
        batch,
        tasks.map(({ id }) => id),
      );
      return batch;
    },
    settled: (batch) => void settled.push(batch),
    withdraw: (batch) => void withdrawn.push(batch),
    giveUp: () => {},
    setBusy: () => {},
    end: () => {},
    toHome: (_agent, at) => at,
    place: (host) => ({ host, clockError: 0 }),
    workerNumber: (_agent, worker) => worker,
  };
  let executor!: ClusterExecutor;
  const on = {
    [runsTasks]: (settings: RemoteSettings) =>
      (executor = new ClusterExecutor(seat, settings)),
  };
  const pool = new Pool({ on });
  const finish = (ids: number[]): void => {
    const times = { started: 1, ended: 2, cpu: 0 };
    const done = ids.map((id) => {
      const outcome = { kind: "result", value: [id] } as const;
      return { id, worker: 1, times, outcome };
    });
    executor.receive({ agent: "ann", answers: [], returned: [], done });
  };
  const sendAgain = (batches: string[]) => executor.sendAgain(batches);
  return { pool, sent, settled, withdrawn, finish, sendAgain };
}

test("says of each batch once that it is settled, or withdraws it if nobody waits for what is left", async () => {
  const { pool, sent, settled, withdrawn, finish } = makePool();
  const numbers = pool.map(square, [1, 2, 3, 4, 5], { chunkSize: 1 });
  let seen = 0;
  while (seen < 5) {
    await expect
      .poll(() => [...sent.values()].flat().length)
      .toBeGreaterThan(seen);
    const ids = [...sent.values()].flat();
    finish(ids.slice(seen));
    seen = ids.length;
  }
  await numbers;
  expect(settled.toSorted()).toEqual([...sent.keys()].toSorted());
  expect(withdrawn).toEqual([]);

  const controller = new AbortController();
  const { signal } = controller;
  const cancelled = pool.map(square, [6], { signal });
  await expect.poll(() => sent.size).toBe(settled.length + 1);
  controller.abort(new Error("enough"));
  await expect(cancelled).rejects.toThrow("enough");
  expect(withdrawn).toEqual([[...sent.keys()].at(-1)]);
  expect(settled).toHaveLength(sent.size - 1);
});

test("sends batches again that may be lost, and no others; what comes twice counts once", async () => {
  const { pool, sent, withdrawn, finish, sendAgain } = makePool();
  const numbers = pool.map(square, [1, 2], { chunkSize: 1 });
  await expect.poll(() => [...sent.values()].flat()).toHaveLength(2);
  const before = [...sent];
  const [batch, ids] = before[0]!;
  sendAgain([batch]);
  expect(withdrawn).toEqual([batch]);
  await expect
    .poll(() => [...sent.values()].slice(before.length).flat())
    .toEqual(ids);
  finish([...sent.values()].flat());
  expect(await numbers).toEqual(before.flatMap(([, each]) => each));
});
