import { setImmediate as nextTurn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import * as romanesco from "../../../lib/index.ts";
import type { Measure } from "./contenders.ts";
import { noop } from "./tasks.ts";

const submitted = 100_000;
const mapped = 1_000_000;

/** What tasks keep in memory until they are done, in the process that asked for them. */
export const memoryMeasures: Record<string, Measure> = {
  "future-memory": {
    title: "memory of a future of submit",
    unit: "bytes",
    contenders: {
      threads: () => weighFutures(new romanesco.ThreadPoolExecutor(1)),
      processes: () => weighFutures(new romanesco.ProcessPoolExecutor(1)),
    },
    floors: {},
    most: 600,
  },
  "item-memory": {
    title: "memory of an item in a map of 1,000,000, at most",
    unit: "bytes",
    contenders: {
      threads: () => weighItems(true),
      processes: () => weighItems(false),
    },
    floors: {},
    most: 150,
  },
};

/** Once all are submitted, and none has been answered. */
async function weighFutures(
  executor: romanesco.ThreadPoolExecutor | romanesco.ProcessPoolExecutor,
): Promise<number> {
  await executor.submit(noop, 1);
  const weigh = makeScales();
  const futures = Array<unknown>(submitted).fill(undefined);
  const before = weigh();
  for (let i = 0; i < submitted; i += 1) futures[i] = executor.submit(noop, i);
  return (weigh() - before) / futures.length;
}

/** The most between the call and its end; what is mapped was there before. */
async function weighItems(threads: boolean): Promise<number> {
  const pool = new romanesco.Pool({ workers: 1, threads });
  await pool.map(noop, [1]);
  const weigh = makeScales();
  const items = Array.from({ length: mapped }, (_, i) => i);
  const before = weigh();
  let isOver = false;
  const results = pool.map(noop, items).finally(() => (isOver = true));
  let most = 0;
  while (!isOver) {
    most = Math.max(most, weigh() - before);
    await nextTurn();
  }
  await results;
  return most / items.length;
}

/** Weighs what is left of the heap, and of memory that it refers to, once all garbage is collected. */
function makeScales(): () => number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  return () => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
}
