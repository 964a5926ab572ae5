import { expect, test } from "vitest";
import { ClusterExecutor } from "../../../lib/cluster/home/cluster-executor.ts";
import type { Seat } from "../../../lib/cluster/home/seat.ts";
import { Batches } from "../../../lib/cluster/link/batches.ts";
import { runsTasks, type RemoteSettings } from "../../../lib/pool/on.ts";
import { Pool } from "../../../lib/pool/pool.ts";
import { tasks } from "../support/library.ts";

const { square } = tasks;

test("knows who has which batch, and keeps nothing of one that is settled", () => {
  const batches = new Batches();
  for (const batch of ["1", "2", "3"]) batches.add(batch);
  batches.number("1", 101);
  batches.take("1", "ann", "ack.1");
  batches.take("2", "ann", "ack.2");
  batches.take("3", "bob", "ack.3");
  expect(batches.holders()).toEqual(["ann", "bob"]);
  batches.delete("1");
  // These come late: it is settled.
  batches.number("1", 101);
  batches.take("1", "ann", "ack.1");
  expect([batches.has("1"), batches.find(101)]).toEqual([false, undefined]);
  expect(batches.untaken()).toEqual([]);
  expect(batches.takeBack("ann")).toEqual(["ack.2"]);
  expect(batches.untaken()).toEqual(["2"]);
  expect(batches.takeBack("ann")).toEqual([]);
  expect(batches.holders()).toEqual(["bob"]);
});

test("sends batches again that may be lost, and no others; what comes twice counts once", async () => {
  const sent: number[][] = [];
  const settled: string[] = [];
  const seat: Seat = {
    slots: 2,
    publish: (tasks) => String(sent.push(tasks.map(({ id }) => id))),
    settled: (batch) => void settled.push(batch),
    purge: () => {},
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
  const numbers = pool.map(square, [1, 2], { chunkSize: 1 });
  await expect.poll(() => sent.flat().length).toBe(2);
  const before = sent.length;
  executor.sendAgain(["1"]);
  expect(settled).toEqual(["1"]);
  await expect.poll(() => sent.slice(before).flat()).toEqual(sent[0]);

  const times = { started: 1, ended: 2, cpu: 0 };
  const done = sent.flat().map((id) => {
    const outcome = { kind: "result", value: [id] } as const;
    return { id, worker: 1, times, outcome };
  });
  executor.receive({ agent: "ann", answers: [], returned: [], done });
  expect(await numbers).toEqual(sent.slice(0, before).flat());
});
