import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import * as romanesco from "../../../lib/index.ts";
import { makeCall } from "../../../lib/worker/task.ts";
import { lectureMeasures } from "./lecture.ts";
import { memoryMeasures } from "./memory.ts";
import { repeat } from "./repeat.ts";
import { add, noop, sum, work } from "./tasks.ts";

/** What is measured, and on whom. Each contender runs in a process of its own and gives one figure. */
export interface Measure {
  title: string;
  unit: "ms" | "us a task" | "MB" | "bytes";
  /** Ours is the first. */
  contenders: Record<string, () => Promise<number>>;
  /** Ours divided by the named one must not be above this. */
  floors: Record<string, number>;
  /** Ours must not be above this, whatever the others are. */
  most?: number;
  /** How many times as fast as its own serial run each contender is, is a measure too. */
  gains?: true;
}

const workers = 2;
const tasksFile = fileURLToPath(new URL("../bench/tasks.js", import.meta.url));
const childFile = fileURLToPath(new URL("../bench/child.js", import.meta.url));

const items = Array.from({ length: 100_000 }, (_, i) => i);

async function timeOnce(run: () => Promise<unknown>): Promise<number> {
  const watch = new romanesco.Stopwatch();
  await run();
  return watch.seconds * 1000;
}

function makePiscina(options: object = {}): Piscina {
  return new Piscina({
    filename: tasksFile,
    minThreads: workers,
    maxThreads: workers,
    ...options,
  });
}

/** What Piscina's documentation offers for many small tasks. */
const tuned = {
  concurrentTasksPerWorker: 16,
  atomics: "async",
  recordTiming: false,
};

async function mapOurs(threads: boolean): Promise<number> {
  const pool = new romanesco.Pool({ workers, threads });
  // Piscina's best comes out of thirty runs: as many here, so that both are compiled.
  for (let run = 0; run < 22; run += 1) await pool.map(noop, items);
  const ms = await repeat(7, () => pool.map(noop, items));
  pool.terminate();
  return (ms * 1000) / items.length;
}

async function mapPiscina(): Promise<number> {
  const pool = makePiscina({ recordTiming: false });
  let best = Infinity;
  for (const chunks of [2, 4, 8, 16, 64]) {
    const size = Math.ceil(items.length / chunks);
    const ms = await repeat(5, async () => {
      const parts: Promise<number[]>[] = [];
      for (let start = 0; start < items.length; start += size) {
        const part = items.slice(start, start + size);
        parts.push(pool.run(part, { name: "noops" }) as Promise<number[]>);
      }
      return (await Promise.all(parts)).flat();
    });
    best = Math.min(best, ms);
  }
  await pool.destroy();
  return (best * 1000) / items.length;
}

const submitted = 10_000;

async function submitOurs(threads: boolean): Promise<number> {
  const executor = threads
    ? new romanesco.ThreadPoolExecutor(workers)
    : new romanesco.ProcessPoolExecutor(workers);
  const ms = await repeat(3, () =>
    Promise.all(
      items.slice(0, submitted).map((item) => executor.submit(noop, item)),
    ),
  );
  await executor.terminate();
  return (ms * 1000) / submitted;
}

async function submitPiscina(): Promise<number> {
  const pool = makePiscina(tuned);
  const ms = await repeat(3, () =>
    Promise.all(
      items.slice(0, submitted).map((item) => pool.run(item, { name: "noop" })),
    ),
  );
  await pool.destroy();
  return (ms * 1000) / submitted;
}

const large = 1_250_000;

const sends = 20;

async function sendOurs(shared: boolean, threads = true): Promise<number> {
  const pool = new romanesco.Pool({ workers, threads });
  const array = makeLarge(shared);
  const ms = await repeat(shared ? 50 : 20, () =>
    pool.map(sum, Array<Float64Array>(sends).fill(array), { chunkSize: 1 }),
  );
  pool.terminate();
  return ms / sends;
}

async function sendPiscina(shared: boolean): Promise<number> {
  const pool = makePiscina({ recordTiming: false });
  const array = makeLarge(shared);
  const ms = await repeat(shared ? 50 : 20, () =>
    Promise.all(
      Array.from({ length: sends }, () => pool.run(array, { name: "sum" })),
    ),
  );
  await pool.destroy();
  return ms / sends;
}

function makeLarge(shared: boolean): Float64Array {
  return shared
    ? new Float64Array(new SharedArrayBuffer(large * 8))
    : new Float64Array(large);
}

const rounds = 400;

async function computeOurs(threads: boolean): Promise<number> {
  const pool = new romanesco.Pool({ workers, threads });
  const ms = await repeat(3, () => pool.map(work, items.slice(0, rounds)));
  pool.terminate();
  return ms;
}

/** Two processes with half of the work each and nothing in common: as fast as two cores can be. */
async function computeApart(): Promise<number> {
  const children = [fork(childFile), fork(childFile)];
  const ask = async (): Promise<void> => {
    await Promise.all(
      children.map((child) => {
        child.send({ work: rounds / 2 });
        return once(child, "message");
      }),
    );
  };
  const ms = await repeat(3, ask);
  for (const child of children) child.kill();
  return ms;
}

async function firstFork(): Promise<number> {
  return timeOnce(async () => {
    const child = fork(childFile, { serialization: "advanced" });
    child.send({ work: 1 });
    await once(child, "message");
    child.kill();
  });
}

async function forkAndJoin(): Promise<number> {
  return timeOnce(() => once(fork(childFile, ["end"]), "exit"));
}

async function startAndJoin(): Promise<number> {
  return timeOnce(async () => {
    const child = new romanesco.Process({ target: noop, args: [1] });
    child.start();
    await child.join();
  });
}

async function packOurs(): Promise<number> {
  return repeat(5, () => {
    for (let i = 0; i < 1000; i += 1) makeCall(add, packOurs);
    return Promise.resolve();
  });
}

export const measures: Record<string, Measure> = {
  map: {
    title: "map of 100,000 no-ops",
    unit: "us a task",
    contenders: {
      threads: () => mapOurs(true),
      processes: () => mapOurs(false),
      piscina: mapPiscina,
    },
    floors: { "python-pool": 1, piscina: 0.2 },
  },
  submit: {
    title: "submit of 10,000 single tasks",
    unit: "us a task",
    contenders: {
      threads: () => submitOurs(true),
      processes: () => submitOurs(false),
      piscina: submitPiscina,
    },
    floors: { piscina: 1.3, "python-executor": 1 },
  },
  copy: {
    title: "10 MB a task, copied",
    unit: "ms",
    contenders: {
      threads: () => sendOurs(false),
      processes: () => sendOurs(false, false),
      piscina: () => sendPiscina(false),
    },
    floors: { piscina: 1.1 },
  },
  share: {
    title: "10 MB a task, shared",
    unit: "ms",
    contenders: {
      threads: () => sendOurs(true),
      piscina: () => sendPiscina(true),
    },
    floors: { piscina: 1.5 },
  },
  compute: {
    title: "400 tasks that compute",
    unit: "ms",
    contenders: {
      threads: () => computeOurs(true),
      processes: () => computeOurs(false),
      "two processes": computeApart,
    },
    // 0.97 of its speed.
    floors: { "two processes": 1 / 0.97 },
  },
  thread: {
    title: "new pool of one thread to its first result",
    unit: "ms",
    contenders: {
      threads: () =>
        timeOnce(() =>
          new romanesco.Pool({ workers: 1, threads: true }).apply(noop, [1]),
        ),
      piscina: () =>
        timeOnce(() =>
          makePiscina({ minThreads: 1, maxThreads: 1 }).run(1, {
            name: "noop",
          }),
        ),
    },
    floors: { piscina: 1.1 },
  },
  process: {
    title: "new pool of one process to its first result",
    unit: "ms",
    contenders: {
      processes: () => timeOnce(() => new romanesco.Pool(1).apply(noop, [1])),
      "raw fork": firstFork,
    },
    floors: { "raw fork": 1.1 },
  },
  join: {
    title: "start of a Process to its end",
    unit: "ms",
    contenders: { processes: startAndJoin, "raw fork": forkAndJoin },
    floors: { "raw fork": 1.1 },
  },
  pack: {
    title: "packing of an exported function",
    unit: "us a task",
    contenders: { threads: packOurs },
    floors: {},
  },
  ...lectureMeasures,
  ...memoryMeasures,
};
