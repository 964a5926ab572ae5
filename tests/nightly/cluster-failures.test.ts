import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jetstreamManager } from "@nats-io/jetstream";
import { afterEach, expect, test, vi } from "vitest";
import { makeUserKeys } from "../../lib/cluster/admin/keys.ts";
import { startDaemon, type Daemon } from "../../lib/cluster/admin/processes.ts";
import { makeServerConfig } from "../../lib/cluster/admin/server-config.ts";
import { makeStreams } from "../../lib/cluster/admin/streams.ts";
import { connectTo } from "../../lib/cluster/nats/connect.ts";
import {
  writeCredentials,
  type Credentials,
} from "../../lib/cluster/nats/credentials.ts";
import { until } from "../lib/support/children.ts";
import {
  admin,
  server,
  startCluster,
  workerProgram,
} from "../lib/support/cluster.ts";
import { library, tasks } from "../lib/support/library.ts";

// What needs namespaces takes them where the tests run as root. Elsewhere a quota stands in for a full disk, and a process that is
// stopped for a cable that is pulled.
const isRoot = process.getuid?.() === 0;

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

function later(clean: () => unknown): void {
  cleanups.push(clean);
}

function makeFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `romanesco-${name}-`));
  later(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function start(command: string[], log: string): Promise<Daemon> {
  const daemon = await startDaemon(command, log);
  later(() => admin.endDaemon(daemon));
  return daemon;
}

async function connect(credentials: string) {
  const cluster = await library.Cluster.connect({ credentials });
  later(() => cluster.close());
  return cluster;
}

type Joined = Awaited<ReturnType<typeof connect>>;

function hostsAlive(cluster: Joined, count: number): Promise<void> {
  const alive = () => cluster.hosts.filter((host) => host.alive).length;
  return until(() => alive() === count, `${count} hosts`);
}

async function freePorts(count: number): Promise<number[]> {
  const probes = await Promise.all(
    Array.from({ length: count }, async () => {
      const probe = createServer().listen(0, "127.0.0.1");
      await new Promise((resolve) => probe.once("listening", resolve));
      return probe;
    }),
  );
  const ports = probes.map((probe) => (probe.address() as AddressInfo).port);
  for (const probe of probes) probe.close();
  return ports;
}

async function tryUntilDone(work: () => Promise<unknown>): Promise<void> {
  for (let done = false; !done;)
    done = await work().then(
      () => true,
      () => false,
    );
}

test("loses nothing when the server that leads the streams is killed for good, of three", async () => {
  const folder = makeFolder("three");
  const keys = makeUserKeys("me");
  const ports = await freePorts(3);
  const routes = await freePorts(3);
  const servers = new Map<string, Daemon>();
  for (const [at, port] of ports.entries()) {
    const name = `s${at}`;
    const storeFolder = join(folder, name);
    const others = routes
      .filter((_, other) => other !== at)
      .map((each) => `nats-route://127.0.0.1:${each}`);
    const config = makeServerConfig({
      ...{ host: "127.0.0.1", port, storeFolder, users: [keys] },
      routes: { name, port: routes[at]!, others },
    });
    const file = join(folder, `${name}.conf`);
    writeFileSync(file, config);
    const log = join(folder, `${name}.log`);
    servers.set(name, await start([server, "-c", file], log));
  }
  const credentials = (role: Credentials["role"]): Credentials => ({
    servers: ports.map((port) => `nats://127.0.0.1:${port}`),
    ...{ user: "me", role, seed: keys[role].seed },
  });
  for (const role of ["home", "worker"] as const)
    writeCredentials(join(folder, role), credentials(role));
  await tryUntilDone(() =>
    makeStreams(credentials("admin"), { replicas: 3, ackWait: 1 }),
  );
  const program = join(folder, "worker.mjs");
  writeFileSync(program, workerProgram);
  for (const name of ["host-1", "host-2"]) {
    const creds = join(folder, "worker");
    const options = ["--creds", creds, "--slots", "1", "--name", name];
    const log = join(folder, `${name}.log`);
    await start([process.execPath, program, ...options], log);
  }
  const cluster = await connect(join(folder, "home"));
  await hostsAlive(cluster, 2);
  const pool = new library.Pool({ on: cluster });
  const gate = join(folder, "open");
  const held = pool.map(tasks.waitForFile, [gate, gate], { chunkSize: 1 });
  const many = pool.map(tasks.square, [...Array(300).keys()], { chunkSize: 1 });
  const busy = () => cluster.hosts.filter((each) => each.busy > 0).length;
  await until(() => busy() === 2, "work on both hosts");
  const nc = await connectTo(credentials("admin"), "test");
  const jsm = await jetstreamManager(nc, { checkAPI: false });
  const { leader = "" } = (await jsm.streams.info("TASKS_me")).cluster ?? {};
  await nc.close();
  process.kill(servers.get(leader)!.pid, "SIGKILL");
  writeFileSync(gate, "");
  expect(await held).toEqual([gate, gate]);
  expect(await many).toEqual([...Array(300).keys()].map((x) => x * x));
  pool.terminate();
});

test("carries arguments, captured data and results of 100 MB", async () => {
  const running = await startCluster({ hosts: 1, workers: 1 });
  later(() => running.end());
  const cluster = await connect(running.credentials);
  const pool = new library.Pool({ on: cluster });
  const count = 12_500_000;
  const numbers = new Float64Array(count).fill(2);
  expect(await pool.apply(tasks.sumOf, [numbers])).toBe(2 * count);
  const back = await pool.apply(tasks.returnHuge, [count]);
  expect(back.length).toBe(count);
  expect(tasks.sumOf(back)).toBe(count);
  pool.terminate();
});

/** A server's program whose store is a small disk, and what is done on that. It is there for as long as a process of its own. */
async function makeSmallDisk(folder: string) {
  const store = join(folder, "store");
  const sleeper = ["unshare", "-m", "sleep", "100000"];
  const { pid } = await start(sleeper, join(folder, "disk.log"));
  const inside = ["nsenter", "-t", String(pid), "-m"];
  const run = (command: string): void =>
    void execFileSync(inside[0]!, [...inside.slice(1), "sh", "-c", command]);
  const program = join(folder, "server.sh");
  writeFileSync(
    program,
    `#!/bin/sh
exec ${inside.join(" ")} sh -c 'mkdir -p ${store}
mountpoint -q ${store} || mount -t tmpfs -o size=48m none ${store}
exec ${server} "$@"' sh "$@"
`,
    { mode: 0o700 },
  );
  return {
    program,
    fill: () => run(`dd if=/dev/zero of=${store}/filler bs=1M 2>&1; true`),
    free: () => run(`rm ${store}/filler`),
  };
}

function listenForWarnings(): string[] {
  const warnings: string[] = [];
  const spy = vi
    .spyOn(console, "warn")
    .mockImplementation((text: string) => void warnings.push(text));
  later(() => spy.mockRestore());
  return warnings;
}

test(`keeps every task while the server has no room, says so, and goes on when there is (${isRoot ? "a full disk" : "full streams"})`, async () => {
  const folder = makeFolder("full");
  const disk = isRoot ? await makeSmallDisk(folder) : undefined;
  const running = await startCluster({
    ...{ folder, workers: 1, hosts: isRoot ? 1 : 0 },
    ...(disk && { server: disk.program, maxStoreBytes: 4 * 2 ** 30 }),
    ...(!disk && { maxBytes: 2_000_000 }),
  });
  later(() => running.end());
  later(() => admin.stopLocalCluster(folder));
  const warnings = listenForWarnings();
  const cluster = await connect(join(folder, "me.creds"));
  const pool = new library.Pool({ on: cluster });
  if (disk) expect(await pool.map(tasks.square, [2, 3])).toEqual([4, 9]);
  disk?.fill();
  const small = pool.map(tasks.square, [...Array(50).keys()], { chunkSize: 1 });
  const large = Array.from({ length: 10 }, (_, i) =>
    pool.apply(tasks.sumOf, [new Float64Array(50_000).fill(i)]),
  );
  await until(() => warnings.length > 0, "a word about it");
  expect(warnings[0]).toMatch(/takes no more tasks now .*they wait/);
  if (disk) {
    disk.free();
    await admin.endDaemon(running.server);
    const again = await admin.startServer(disk.program, folder);
    later(() => admin.endDaemon(again));
  } else await admin.startWorker(running.options, running.url, 1);
  expect(await small).toEqual([...Array(50).keys()].map((x) => x * x));
  expect(await Promise.all(large)).toEqual(large.map((_, i) => 50_000 * i));
  pool.terminate();
});

/** A machine of its own on a cable, for a worker; else a process, whose cable is pulled by stopping it. */
async function makeMachine(command: string[], log: string) {
  if (!isRoot) {
    const { pid } = await start(command, log);
    return {
      pull: () => process.kill(pid, "SIGSTOP"),
      plug: () => process.kill(pid, "SIGCONT"),
    };
  }
  const name = `rc${process.pid}`;
  const ip = (line: string): void => void execFileSync("ip", line.split(" "));
  ip(`netns add ${name}`);
  later(() => ip(`netns delete ${name}`));
  ip(`link add ${name} type veth peer name eth0 netns ${name}`);
  ip(`addr add ${headAddress}/24 dev ${name}`);
  ip(`-n ${name} addr add ${headAddress.replace(/1$/, "2")}/24 dev eth0`);
  ip(`link set ${name} up`);
  ip(`-n ${name} link set eth0 up`);
  await start(["ip", "netns", "exec", name, ...command], log);
  return {
    pull: () => ip(`link set ${name} down`),
    plug: () => ip(`link set ${name} up`),
  };
}

/** Where a machine on a cable reaches the server. */
const headAddress = "10.231.77.1";

test(`gives the tasks of a host whose cable is pulled to another, and has it back (${isRoot ? "a network namespace" : "a process that is stopped"})`, async () => {
  const folder = join(makeFolder("cable"), "keys");
  const [port = 0] = await freePorts(1);
  const host = isRoot ? headAddress : "127.0.0.1";
  await admin.initCluster({ folder, users: ["ann"], host, port });
  later(await startHere(folder));
  const here = (file: string): string => pointTo(folder, file, port);
  here("admin/ann.creds");
  await tryUntilDone(() => admin.initStreams(folder, { ackWait: 1 }));
  const program = join(folder, "worker.mjs");
  writeFileSync(program, workerProgram);
  const worker = (name: string, creds: string): string[] => [
    ...[process.execPath, program, "--creds", creds],
    ...["--slots", "1", "--name", name],
  ];
  const far = await makeMachine(
    worker("far", join(folder, "ann-worker.creds")),
    join(folder, "far.log"),
  );
  const cluster = await connect(here("ann.creds"));
  await hostsAlive(cluster, 1);
  const near = join(folder, "near.creds");
  writeFileSync(near, readFileSync(join(folder, "ann-worker.creds")), {
    mode: 0o600,
  });
  await start(
    worker("near", pointTo(folder, "near.creds", port)),
    join(folder, "near.log"),
  );
  await hostsAlive(cluster, 2);
  const pool = new library.Pool({ on: cluster });
  const gate = join(folder, "open");
  const held = pool.map(tasks.waitForFile, [gate, gate], { chunkSize: 1 });
  const busy = () => cluster.hosts.filter((each) => each.busy > 0).length;
  await until(() => busy() === 2, "work on both hosts");
  const pulled = performance.now();
  far.pull();
  writeFileSync(gate, "");
  expect(await held).toEqual([gate, gate]);
  // ack_wait is a second; without a sign of life the task is another's within a few.
  expect((performance.now() - pulled) / 1000).toBeLessThan(5);
  await hostsAlive(cluster, 1);
  far.plug();
  await hostsAlive(cluster, 2);
  expect(await pool.map(tasks.square, [1, 2, 3])).toEqual([1, 4, 9]);
  pool.terminate();
});

async function startHere(folder: string): Promise<() => Promise<void>> {
  const daemon = await admin.startServer(server, folder);
  return () => admin.endDaemon(daemon);
}

/** The certificate has the server's name on loopback, too. */
function pointTo(folder: string, file: string, port: number): string {
  const path = join(folder, file);
  const content = JSON.parse(readFileSync(path, "utf8")) as Credentials;
  const servers = [`tls://127.0.0.1:${port}`];
  writeFileSync(path, JSON.stringify({ ...content, servers }), { mode: 0o600 });
  return path;
}
