import { readFileSync, readdirSync } from "node:fs";
import type { Measure } from "./contenders.ts";
import { type BenchPool, type TaskName, pools, serial } from "./pools.ts";
import { repeat } from "./repeat.ts";

const workers = 2;
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** The lecture's own work, and how the time grows with the work and with the workers. */
export const lectureMeasures: Record<string, Measure> = {
  squares: {
    title: "sums of squares of every n < 5,000",
    unit: "ms",
    contenders: everyone("sumSquare", upTo(5000)),
    floors: { "python-pool": 1, "python-executor": 1 },
    gains: true,
  },
  sorts: {
    title: "4 bubble sorts of 2,000 numbers",
    unit: "ms",
    contenders: everyone("bubbleSort", [2000, 2000, 2000, 2000]),
    floors: { "python-pool": 1 },
    gains: true,
  },
  // Large enough for a gain in any language.
  "large-sorts": {
    title: "4 bubble sorts of 8,000 numbers",
    unit: "ms",
    contenders: everyone("bubbleSort", [8000, 8000, 8000, 8000]),
    floors: {},
    gains: true,
  },
  sleeps: {
    title: "4 sleeps of 50 ms on 2 workers",
    unit: "ms",
    contenders: everyone("doze", [50, 50, 50, 50]),
    floors: { "python-pool": 1.1 },
  },
  texts: {
    title: "2,000 results of 1 KB",
    unit: "ms",
    contenders: everyone("textLength", upTo(2000)),
    floors: { piscina: 1, "python-pool": 1 },
  },
  ...grow([1, 10, 100, 1000]),
  ...scale([1, 2, 4]),
  memory: {
    title: "memory of each of 4 workers",
    unit: "MB",
    contenders: Object.fromEntries(
      Object.entries(pools).map(([name, make]) => [name, () => weigh(make(4))]),
    ),
    floors: {},
  },
};

function everyone(
  task: TaskName,
  inputs: readonly number[],
): Measure["contenders"] {
  return {
    ...Object.fromEntries(
      Object.entries(pools).map(([name, make]) => [
        name,
        () => time(make(workers), task, inputs),
      ]),
    ),
    serial: () => time(serial, task, inputs),
  };
}

/** 20 tasks, each ten times longer from one measure to the next: where does a pool begin to pay? */
function grow(factors: readonly number[]): Record<string, Measure> {
  return Object.fromEntries(
    factors.map((factor) => {
      const inputs = Array<number>(20).fill(2000 * factor);
      const title = `20 sums of ${(2000 * factor).toLocaleString("en")} squares`;
      const contenders = everyone("sumSquare", inputs);
      return [`grow-${factor}`, { title, unit: "ms", contenders, floors: {} }];
    }),
  );
}

function scale(counts: readonly number[]): Record<string, Measure> {
  return Object.fromEntries(
    counts.map((count) => [
      `workers-${count}`,
      {
        title: `12 bubble sorts of 2,000 numbers, ${count} workers`,
        unit: "ms",
        contenders: Object.fromEntries(
          Object.entries(pools).map(([name, make]) => [
            name,
            () => time(make(count), "bubbleSort", Array<number>(12).fill(2000)),
          ]),
        ),
        floors: {},
      },
    ]),
  );
}

async function time(
  pool: BenchPool,
  task: TaskName,
  inputs: readonly number[],
): Promise<number> {
  const ms = await repeat(3, () => pool.map(task, inputs));
  await pool.end();
  return ms;
}

/** What four workers add to the proportional set size of this process and its children, a worker. */
async function weigh(pool: BenchPool): Promise<number> {
  const before = measurePss();
  await pool.map("doze", Array<number>(8).fill(100));
  const after = measurePss();
  await pool.end();
  return (after - before) / 4;
}

function measurePss(): number {
  const children = readdirSync("/proc/self/task").flatMap((thread) =>
    readFileSync(`/proc/self/task/${thread}/children`, "utf8").split(" "),
  );
  return ["self", ...children.filter(Boolean)].reduce((sum, id) => {
    const rollup = readFileSync(`/proc/${id}/smaps_rollup`, "utf8");
    return sum + Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1]) / 1000;
  }, 0);
}
