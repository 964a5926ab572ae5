// Measures a cluster on this machine beside the local pool, in turn: node tests/bench/cluster/cluster.js OUT.json [--quick] [--rounds N]
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Cluster, Pool, ProcessPoolExecutor } from "../../../dist/lib/index.js";
import { spin, square } from "./tasks.js";

// Loaded as the command loads it: what is bundled here has no types of its own.
const adminFile = new URL(
  "../../../dist/lib/cluster-admin.js",
  import.meta.url,
);
/** @type {typeof import("../../../lib/cluster/admin/index.ts")} */
const admin = await import(adminFile.href);

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string" }, quick: { type: "boolean" } },
});
const rounds = Number(options.rounds ?? (options.quick ? 1 : 5));
const million = options.quick ? 100_000 : 1_000_000;
const folder = mkdtempSync(join(tmpdir(), "romanesco-bench-"));
const server = admin.findServer([
  resolve(".cache/bench/venv"),
  resolve(".venv"),
]);

/** Hosts of one core each, and what connects to them. */
async function withCluster(hosts, ackWait, work) {
  const made = await admin.startLocalCluster({
    ...{ folder, server, hosts, ackWait, workers: 1, port: 0 },
    workerCommand: [process.execPath, "dist/kernel/main.js", "worker"],
  });
  const cluster = await Cluster.connect({
    credentials: join(folder, "me.creds"),
  });
  while (cluster.slots < hosts)
    await new Promise((done) => setTimeout(done, 20));
  try {
    return await work(cluster, made);
  } finally {
    await cluster.close();
    await admin.stopLocalCluster(folder);
  }
}

const measures = [
  {
    name: "one",
    title: "one task there and back",
    unit: "ms",
    take: oneTask,
  },
  {
    name: "submit",
    title: "5,000 single tasks, each",
    unit: "µs",
    take: submits,
  },
  { name: "map", title: "map of 20,000, an item", unit: "µs", take: maps },
  {
    name: "map-1ms",
    title: "map of 2,000 items of 1 ms, each",
    unit: "µs",
    take: spins,
  },
  {
    name: "spin-50",
    title: "40 tasks of 50 ms, each",
    unit: "ms",
    take: longTasks,
  },
];

async function timed(work, per) {
  const start = performance.now();
  await work();
  return (performance.now() - start) / per;
}

async function oneTask(pool) {
  const all = [];
  for (let i = 0; i < 50; i += 1)
    all.push(await timed(() => pool.apply(square, [i]), 1));
  return all.sort((a, b) => a - b)[25];
}

async function submits(_pool, on) {
  const count = 5000;
  const executor = new ProcessPoolExecutor({
    maxWorkers: on ? undefined : 2,
    on,
  });
  await executor.submit(square, 1);
  const work = () =>
    Promise.all(
      Array.from({ length: count }, (_, i) => executor.submit(square, i)),
    );
  await work();
  const took = await timed(work, count / 1000);
  await executor.terminate();
  return took;
}

const numbers = (length) => Array.from({ length }, (_, i) => i);

function maps(pool) {
  return timed(() => pool.map(square, numbers(20_000)), 20);
}

function spins(pool) {
  return timed(() => pool.map(spin, Array(2000).fill(1)), 2);
}

function longTasks(pool) {
  const all = Array(40).fill(50);
  return timed(() => pool.map(spin, all, { chunkSize: 1 }), 40);
}

/** @returns seconds for a map over a million in 400 chunks, with a host killed half-way or not; throws for a wrong result */
function millionTasks(kill) {
  return withCluster(4, 1, async (cluster, { workers }) => {
    const pool = new Pool({ on: cluster });
    await pool.map(square, numbers(100));
    const chunkSize = million / 400;
    const start = performance.now();
    let seen = 0;
    for await (const each of pool.imap(square, numbers(million), {
      chunkSize,
    })) {
      if (each !== seen * seen) throw new Error(`wrong at ${seen}: ${each}`);
      seen += 1;
      if (kill && seen === million / 2) process.kill(workers[0].pid, "SIGKILL");
    }
    if (seen !== million) throw new Error(`${million - seen} were lost`);
    pool.terminate();
    return (performance.now() - start) / 1000;
  });
}

const samples = Object.fromEntries(
  [...measures.map(({ name }) => name), "million"].map((name) => [name, {}]),
);
const note = (name, contender, value) =>
  (samples[name][contender] ??= []).push(value);

await withCluster(2, 3, async (cluster) => {
  const pools = { processes: new Pool(2), cluster: new Pool({ on: cluster }) };
  for (const pool of Object.values(pools))
    await pool.map(square, numbers(2000));
  for (let round = 0; round < rounds; round += 1)
    for (const { name, take } of measures)
      for (const [contender, pool] of Object.entries(pools))
        note(
          name,
          contender,
          await take(pool, contender === "cluster" ? cluster : undefined),
        );
  for (const pool of Object.values(pools)) pool.terminate();
});
for (let round = 0; round < Math.min(rounds, 3); round += 1) {
  note("million", "cluster", await millionTasks(false));
  note("million", "one host killed", await millionTasks(true));
}

const beside = (measure, most) => ({
  ...{ measure, contender: "cluster", peer: "processes", most },
});
const result = {
  title: "A cluster on one machine",
  contenders: ["processes", "cluster", "one host killed"],
  rounds,
  measures: [
    ...measures.map(({ name, title, unit }) => ({ name, title, unit })),
    {
      name: "million",
      title: `${million.toLocaleString("en")} items over 4 hosts`,
      unit: "s",
    },
  ].map((each) => ({ ...each, percentile: 50, samples: samples[each.name] })),
  floors: [
    { measure: "one", contender: "cluster", most: 1 },
    beside("submit", 1.5),
    beside("map", 4),
    beside("map-1ms", 1.1),
    beside("spin-50", 1 / 0.95),
    {
      ...{ measure: "million", contender: "one host killed", peer: "cluster" },
      most: 1.15,
    },
  ],
};
if (positionals[0]) writeFileSync(positionals[0], JSON.stringify(result));
else console.log(JSON.stringify(result, null, 1));
rmSync(folder, { recursive: true, force: true });
process.exit();
