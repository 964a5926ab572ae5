import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import { Tinypool } from "tinypool";
import workerpool from "workerpool";
import * as romanesco from "../../../lib/index.ts";
import { bubbleSort, doze, sumSquare, textLength } from "./tasks.ts";

/** A pool of any maker, as far as the lecture's work needs it. */
export interface BenchPool {
  map(task: TaskName, inputs: readonly number[]): Promise<unknown>;
  end(): Promise<unknown> | void;
}

const tasks = { bubbleSort, doze, sumSquare, textLength };
export type TaskName = keyof typeof tasks;

const tasksFile = fileURLToPath(new URL("../bench/tasks.js", import.meta.url));
const workerpoolFile = fileURLToPath(
  new URL("../bench/workerpool-worker.js", import.meta.url),
);

/** Each gets one input a task, as its documentation shows; ours and Python's Pool put tasks together by themselves. */
export const pools: Record<string, (workers: number) => BenchPool> = {
  threads: (workers) => ours(workers, true),
  processes: (workers) => ours(workers, false),
  piscina(workers) {
    const pool = new Piscina({
      filename: tasksFile,
      minThreads: workers,
      maxThreads: workers,
    });
    return byOne(
      (name, input) => pool.run(input, { name }),
      () => pool.destroy(),
    );
  },
  tinypool(workers) {
    const pool = new Tinypool({
      filename: tasksFile,
      minThreads: workers,
      maxThreads: workers,
    });
    return byOne(
      (name, input) => pool.run(input, { name }),
      () => pool.destroy(),
    );
  },
  workerpool(workers) {
    const pool = workerpool.pool(workerpoolFile, {
      minWorkers: workers,
      maxWorkers: workers,
      workerType: "thread",
    });
    return byOne(
      (name, input) => Promise.resolve(pool.exec(name, [input])),
      () => Promise.resolve(pool.terminate()),
    );
  },
};

/** The plain loop, without any pool. */
export const serial: BenchPool = byOne(
  async (name, input) => tasks[name](input),
  () => undefined,
);

function ours(workers: number, threads: boolean): BenchPool {
  const pool = new romanesco.Pool({ workers, threads });
  return {
    map: (name, inputs) =>
      pool.map(tasks[name] as (input: number) => unknown, inputs),
    end: () => pool.terminate(),
  };
}

function byOne(
  run: (name: TaskName, input: number) => Promise<unknown>,
  end: BenchPool["end"],
): BenchPool {
  return {
    map: (name, inputs) => Promise.all(inputs.map((input) => run(name, input))),
    end,
  };
}
