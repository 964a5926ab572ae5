import { fork, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import type { Daemon } from "../../../lib/cluster/admin/processes.ts";
import { isRunning, until } from "../support/children.ts";
import { admin, server, startCluster } from "../support/cluster.ts";
import { library, libraryFile, tasks, tasksFile } from "../support/library.ts";

// Hosts are played by processes on loopback, which needs no rights and runs everywhere: a host that is killed is its process
// killed, and a cable that is pulled is its process stopped, which falls silent and closes nothing.
const ackWait = 1;
/** The work of a host that fell silent begins anew within 1.5 ack_wait (measured by make bench); on a busy machine later. */
const mostAckWaits = 5;
const running = await startCluster({ hosts: 2, workers: 1, ackWait });
const cluster = await running.connect();
const workers = new Map(running.workers.map((each) => [each.name, each]));

afterAll(async () => {
  await cluster.close();
  for (const worker of workers.values()) await admin.endDaemon(worker);
  await running.end();
});

/** Of a process that we started, and that is the same still. */
function kill({ pid, began }: Daemon): void {
  expect(admin.isRunning({ pid, began })).toBe(true);
  process.kill(pid, "SIGKILL");
}

/** How long it took since then, as a ratio to ack_wait. */
const ackWaits = (since: number): number =>
  (performance.now() - since) / 1000 / ackWait;

const gate = (): string => join(mkdtempSync(join(tmpdir(), "gate-")), "open");

async function hostsAlive(count: number): Promise<void> {
  await until(
    () => cluster.hosts.filter(({ alive }) => alive).length === count,
    `${count} hosts`,
  );
}

async function workOnBoth(): Promise<void> {
  await until(
    () => cluster.hosts.filter(({ busy }) => busy > 0).length === 2,
    "work on both hosts",
  );
}

async function addHost(number: number): Promise<void> {
  const added = await admin.startWorker(running.options, running.url, number);
  workers.set(added.name, added);
}

test("gives the tasks of a host that was killed to another, and loses none", async () => {
  await hostsAlive(2);
  const pool = new library.Pool({ on: cluster });
  const open = gate();
  const all = pool.map(tasks.waitForFile, [open, open, open], { chunkSize: 1 });
  const many = pool.map(tasks.square, [...Array(2000).keys()], {
    chunkSize: 20,
  });
  await workOnBoth();
  const killed = performance.now();
  kill(workers.get("host-2")!);
  writeFileSync(open, "");
  expect(await all).toEqual([open, open, open]);
  expect(ackWaits(killed)).toBeLessThan(mostAckWaits);
  expect(await many).toEqual([...Array(2000).keys()].map((x) => x * x));
  await hostsAlive(1);
  expect(pool.workers).toBe(1);
  await addHost(2);
  await hostsAlive(2);
  expect(pool.workers).toBe(2);
  pool.terminate();
});

test("gives what a worker that is asked to end was at to another, and loses nothing", async () => {
  const pool = new library.Pool({ on: cluster });
  const open = gate();
  const all = pool.map(tasks.waitForFile, [open, open, open, open], {
    chunkSize: 1,
  });
  await workOnBoth();
  const { pid } = workers.get("host-2")!;
  process.kill(pid, "SIGTERM");
  await until(() => !isRunning(pid), "the end of host-2");
  await hostsAlive(1);
  writeFileSync(open, "");
  expect(await all).toEqual([open, open, open, open]);
  await addHost(2);
  await hostsAlive(2);
  pool.terminate();
});

test("gives the tasks of a host that falls silent to another, and has it work again when it is back", async () => {
  const pool = new library.Pool({ on: cluster });
  const open = gate();
  const all = pool.map(tasks.waitForFile, [open, open], { chunkSize: 1 });
  await workOnBoth();
  const { pid } = workers.get("host-2")!;
  const silent = performance.now();
  process.kill(pid, "SIGSTOP");
  try {
    writeFileSync(open, "");
    expect(await all).toEqual([open, open]);
    // Not by its answer: it is silent still.
    expect(ackWaits(silent)).toBeGreaterThan(0.5);
    expect(ackWaits(silent)).toBeLessThan(mostAckWaits);
    await hostsAlive(1);
  } finally {
    process.kill(pid, "SIGCONT");
  }
  await hostsAlive(2);
  // What it was at was done twice, and counts once.
  expect(pool.timeline().filter(({ ok }) => ok)).toHaveLength(2);
  expect(await pool.map(tasks.square, [1, 2, 3, 4])).toEqual([1, 4, 9, 16]);
  pool.terminate();
});

test("gives what a host has taken whose connection is closed to another at once, however patient the server is", async () => {
  const patient = await startCluster({ hosts: 2, workers: 1, ackWait: 3600 });
  const own = await patient.connect();
  const pool = new library.Pool({ on: own });
  const open = gate();
  const all = pool.map(tasks.waitForFile, [open, open], { chunkSize: 1 });
  await until(
    () => own.hosts.filter(({ busy }) => busy > 0).length === 2,
    "work on both hosts",
  );
  kill(patient.workers.find(({ name }) => name === "host-2")!);
  writeFileSync(open, "");
  expect(await all).toEqual([open, open]);
  await until(
    () => own.hosts.filter(({ alive }) => alive).length === 1,
    "the lost host to be known as lost",
  );
  await own.close();
  await patient.end();
});

describe("gives what a host was at that ends to another, though before that", () => {
  const says = () => admin.describeCluster(running.credentials);
  const busy = () => cluster.hosts.filter((host) => host.busy > 0);

  /**
   * @param open ends the task
   * @param another has a task begin elsewhere, and returns what ends that
   * @returns the task's result
   */
  async function whenHostEnds(
    open: string,
    another: () => Promise<() => unknown>,
  ): Promise<string> {
    await hostsAlive(2);
    const pool = new library.Pool({ on: cluster });
    const result = pool.apply(tasks.waitForFile, [open]);
    await until(() => busy().length === 1, "work on a host");
    const name = busy()[0]!.host;
    const end = await another();
    await workOnBoth();
    await end();
    await expect.poll(says, { timeout: 30_000 }).toContain("1 task waiting");
    expect(await pool.map(tasks.square, [1, 2])).toEqual([1, 4]);
    const { pid } = workers.get(name)!;
    process.kill(pid, "SIGTERM");
    await until(() => !isRunning(pid), `the end of ${name}`);
    writeFileSync(open, "");
    await result;
    await addHost(Number(name.at(-1)));
    await hostsAlive(2);
    pool.terminate();
    return result;
  }

  test("another notebook cancelled its task", async () => {
    const open = gate();
    const result = whenHostEnds(open, async () => {
      const own = await running.connect();
      onTestFinished(() => own.close());
      const controller = new AbortController();
      const { signal } = controller;
      const pool = new library.Pool({ on: own });
      const all = pool.map(tasks.waitForFile, [gate()], { signal });
      return async () => {
        controller.abort(new Error("enough"));
        await expect(all).rejects.toThrow("enough");
      };
    });
    expect(await result).toBe(open);
  });

  test("another notebook closed its cluster", async () => {
    const open = gate();
    const result = whenHostEnds(open, async () => {
      const own = await running.connect();
      const pool = new library.Pool({ on: own });
      pool.apply(tasks.waitForFile, [gate()]).catch(() => undefined);
      return () => own.close();
    });
    expect(await result).toBe(open);
  });

  test("another home was killed, and what it had at the server deleted", async () => {
    const open = gate();
    const result = whenHostEnds(open, async () => {
      const home = startHome(gate());
      return () => home.kill("SIGKILL");
    });
    expect(await result).toBe(open);
  });
});

test("gives the task of a worker that was killed to another worker", async () => {
  const pool = new library.Pool({ on: cluster, workers: 1 });
  const noted = gate();
  writeFileSync(noted, "");
  const open = gate();
  const result = pool.apply(tasks.noteAndWait, [noted, open]);
  await until(() => readFileSync(noted, "utf8") !== "", "the task's start");
  const pid = Number(readFileSync(noted, "utf8"));
  expect(isRunning(pid)).toBe(true);
  process.kill(pid, "SIGKILL");
  writeFileSync(open, "");
  expect(await result).toBe(open);
  expect(pool.timeline().map(({ ok }) => ok)).toEqual([false, true]);
  pool.terminate();
});

test("rejects a task that ends three workers, with what each said, and goes on with the rest", async () => {
  const pool = new library.Pool({ on: cluster });
  const bad = pool.apply(tasks.exitWith, [3]);
  const good = pool.map(tasks.square, [1, 2, 3]);
  await expect(bad).rejects.toThrow(library.WorkerExitError);
  const { message } = (await bad.catch((error: Error) => error)) as Error;
  expect(message.match(/exited with code 3/g)).toHaveLength(3);
  expect(message).toMatch(/the last of 3 that it was given to/);
  expect(await good).toEqual([1, 4, 9]);
  pool.terminate();
});

test("stops what runs everywhere, and the pool works on", async () => {
  const pool = new library.Pool({ on: cluster });
  const controller = new AbortController();
  const noted = gate();
  writeFileSync(noted, "");
  const all = pool.map(tasks.noteAndSpin, [noted, noted, noted], {
    chunkSize: 1,
    signal: controller.signal,
  });
  const pids = (): number[] =>
    readFileSync(noted, "utf8").split("\n").filter(Boolean).map(Number);
  await until(() => pids().length === 2, "both workers' start");
  controller.abort(new Error("enough"));
  await expect(all).rejects.toThrow("enough");
  await until(() => !pids().some(isRunning), "the end of both workers");
  expect(await pool.map(tasks.square, [4])).toEqual([16]);
  pool.terminate();
});

test("goes on with every task when the server was killed and comes back with its files", async () => {
  const pool = new library.Pool({ on: cluster });
  const open = gate();
  const all = pool.map(tasks.waitForFile, [open, open], { chunkSize: 1 });
  await workOnBoth();
  kill(running.server);
  await until(() => !isRunning(running.server.pid), "the server's end");
  writeFileSync(open, "");
  const again = await admin.startServer(server, running.folder);
  running.server.pid = again.pid;
  running.server.began = again.began;
  workers.set("server", { ...again, name: "server" });
  expect(await all).toEqual([open, open]);
  expect(await pool.map(tasks.square, [1, 2, 3])).toEqual([1, 4, 9]);
  pool.terminate();
});

test("loses no result while home computes and hears nothing", async () => {
  const pool = new library.Pool({ on: cluster });
  const futures = Array.from({ length: 400 }, (_, i) =>
    pool.applyAsync(tasks.square, [i]),
  );
  // So long that a connection of this thread would have been given up.
  await new Promise((resolve) => setTimeout(resolve, 20));
  tasks.spin(2500);
  const results = await Promise.all(futures);
  expect(results).toEqual(futures.map((_, i) => i * i));
  pool.terminate();
});

test("stops the tasks of a home that was killed, and leaves nothing of it at the server", async () => {
  const noted = gate();
  writeFileSync(noted, "");
  const home = startHome(noted);
  await until(() => readFileSync(noted, "utf8") !== "", "the task's start");
  const pid = Number(readFileSync(noted, "utf8").split("\n")[0]);
  expect(isRunning(pid)).toBe(true);
  home.kill("SIGKILL");
  await until(() => !isRunning(pid), "the end of its task");
  const says = () => admin.describeCluster(running.credentials);
  for (let text = await says(); !text.includes("0 tasks waiting");)
    text = await says();
});

/** Another program, with a task that never ends. */
function startHome(noted: string): ChildProcess {
  const program = join(dirname(noted), "home.mjs");
  const from = (file: string): string =>
    JSON.stringify(pathToFileURL(file).href);
  writeFileSync(
    program,
    `import { Cluster, Pool } from ${from(libraryFile)};
     import { noteAndSpin } from ${from(tasksFile)};
     const on = await Cluster.connect({ credentials: ${JSON.stringify(running.credentials)} });
     await new Pool({ on }).map(noteAndSpin, Array(4).fill(${JSON.stringify(noted)}), { chunkSize: 1 });`,
  );
  return fork(program);
}
