// Who should hold a pool's queue, Piscina or we? The figures stand in lib/pool/README.md. node tests/bench/lib/piscina-queue.js
import { Piscina } from "piscina";
import { runInThisContext } from "node:vm";
import { isMainThread } from "node:worker_threads";
import { fileURLToPath } from "node:url";

const tasks = 20_000;
const workers = 2;
const rounds = 9;
const source = `(x) => x + 1 /* ${"x".repeat(2000)} */`;

const known = new Map();

/** In a worker: a task brings its function along, or the worker has it. */
export function receive({ key, source, arg }) {
  if (source && !known.has(key)) known.set(key, runInThisContext(source));
  return known.get(key)(arg);
}

export const receiveMany = (messages) => messages.map(receive);

const options = {
  filename: fileURLToPath(import.meta.url),
  atomics: /** @type {const} */ ("disabled"),
  idleTimeout: Infinity,
};

function onePiscina(own) {
  const piscina = new Piscina({
    ...options,
    ...{ name: "receive", minThreads: workers, maxThreads: workers },
    ...own,
  });
  const ask = (arg) => piscina.run({ key: "f", source, arg });
  return {
    run: () => Promise.all(Array.from({ length: tasks }, (_, arg) => ask(arg))),
    end: () => piscina.destroy(),
  };
}

/** @param {number} batch tasks a message  @param {number} ahead messages that a worker has at a time */
function aPiscinaEach(batch, ahead) {
  const each = Array.from({ length: workers }, () => ({
    piscina: new Piscina({
      ...options,
      ...{ name: "receiveMany", minThreads: 0, maxThreads: 1 },
      ...{ concurrentTasksPerWorker: 1_000_000, recordTiming: false },
    }),
    isTaught: false,
  }));
  const take = (worker, from) =>
    Array.from({ length: Math.min(batch, tasks - from) }, (_, at) => {
      const task = { key: "f", arg: from + at };
      if (worker.isTaught) return task;
      worker.isTaught = true;
      return { ...task, source };
    });
  const run = async () => {
    let next = 0;
    const work = async (worker) => {
      while (next < tasks) {
        const messages = take(worker, next);
        next += messages.length;
        await worker.piscina.run(messages);
      }
    };
    await Promise.all(
      each.flatMap((worker) =>
        Array.from({ length: ahead }, () => work(worker)),
      ),
    );
  };
  const end = () => Promise.all(each.map(({ piscina }) => piscina.destroy()));
  return { run, end };
}

if (isMainThread) {
  const ways = Object.entries({
    "one Piscina, with recordTiming": onePiscina({ recordTiming: true }),
    "one Piscina": onePiscina({ recordTiming: false }),
    "one Piscina, 8 tasks a worker": onePiscina({
      ...{ recordTiming: false, concurrentTasksPerWorker: 8 },
    }),
    "a Piscina a worker, 8 ahead": aPiscinaEach(1, 8),
    "a Piscina a worker, 64 tasks a message": aPiscinaEach(64, 1),
  }).map(([name, way]) => ({
    name,
    ...way,
    times: /** @type {number[]} */ ([]),
  }));
  for (const { run } of ways) await run();
  for (let round = 0; round < rounds; round += 1)
    for (const { run, times } of ways) {
      const began = performance.now();
      await run();
      times.push(performance.now() - began);
    }
  for (const { name, times, end } of ways) {
    const median = times.sort((a, b) => a - b)[rounds >> 1] ?? 0;
    console.log(
      `${name.padEnd(40)} ${((median / tasks) * 1000).toFixed(1)} µs a task`,
    );
    await end();
  }
}
