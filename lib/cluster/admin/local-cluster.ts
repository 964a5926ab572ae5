import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import {
  ClusterError,
  writeCredentials,
  type Credentials,
} from "../nats/credentials.ts";
import { makeUserKeys, type UserKeys } from "./keys.ts";
import { endDaemon, isRunning, startDaemon, type Daemon } from "./processes.ts";
import { makeServerConfig } from "./server-config.ts";
import { makeStreams, type StreamOptions } from "./streams.ts";

const user = "me";
const usualPort = 4222;

export interface LocalClusterOptions extends StreamOptions {
  /** Where keys, streams and logs go. */
  folder: string;
  /** The server's program. */
  server: string;
  /** How many workers are started, as if on so many machines. */
  hosts: number;
  /** Tasks at the same time on each. */
  workers: number;
  threads?: boolean;
  /** What starts a worker, before `--join` and the rest. */
  workerCommand: readonly string[];
  /** Variables of the workers' environment, by host. */
  hostEnv?: (host: number) => Record<string, string>;
  maxStoreBytes?: number;
  /** The server's port (default: 4222 if it is free); 0 for any that is. */
  port?: number;
}

/** What runs, as `cluster.json` has it. */
export interface LocalCluster {
  url: string;
  server: Daemon;
  workers: (Daemon & { name: string })[];
}

/** Starts a server on loopback with new keys, and workers. @throws ClusterError if one runs here already */
export async function startLocalCluster(
  options: LocalClusterOptions,
): Promise<LocalCluster> {
  const { folder } = options;
  const before = readLocalCluster(folder);
  if (before !== undefined && isRunning(before.server))
    throw new ClusterError(
      `a cluster is already running, at ${before.url}. See it with "romanesco cluster status", end it with "romanesco cluster down"`,
    );
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const cluster = await startOnFreePort(options);
  try {
    const { hosts } = options;
    for (let host = 1; host <= hosts; host += 1)
      cluster.workers.push(await startWorker(options, cluster.url, host));
  } catch (error) {
    await endAll(cluster);
    throw error;
  }
  writeLocalCluster(folder, cluster);
  return cluster;
}

/** Another program may take the port between our look and the server's start: then another is tried. */
async function startOnFreePort(
  options: LocalClusterOptions,
): Promise<LocalCluster> {
  for (let tries = 1; ; tries += 1) {
    const port = await findPort(tries === 1 ? options.port : 0);
    const url = `nats://127.0.0.1:${port}`;
    const keys = writeServerFiles(options, port, url);
    const server = await startServer(options.server, options.folder);
    try {
      await waitForServer(server, () =>
        makeStreams(credentialsOf(keys, "admin", url), options),
      );
      return { url, server, workers: [] };
    } catch (error) {
      const hasEnded = !isRunning(server);
      await endDaemon(server);
      if (!hasEnded || tries === 3) throw error;
    }
  }
}

function writeServerFiles(
  { folder, maxStoreBytes }: LocalClusterOptions,
  port: number,
  url: string,
): UserKeys {
  const storeFolder = join(folder, "store");
  rmSync(storeFolder, { recursive: true, force: true });
  const keys = makeUserKeys(user);
  const settings = {
    ...{ host: "127.0.0.1", port, users: [keys] },
    ...{ storeFolder, maxStoreBytes },
  };
  writeFileSync(join(folder, "server.conf"), makeServerConfig(settings), {
    mode: 0o600,
  });
  writeKeys(folder, url, keys);
  return keys;
}

export async function stopLocalCluster(folder: string): Promise<boolean> {
  const cluster = readLocalCluster(folder);
  if (cluster === undefined) return false;
  await endAll(cluster);
  for (const name of ["store", "cluster.json", "me.creds", "worker.creds"])
    rmSync(join(folder, name), { recursive: true, force: true });
  rmSync(join(folder, "server.conf"), { force: true });
  return true;
}

export function readLocalCluster(folder: string): LocalCluster | undefined {
  const file = join(folder, "cluster.json");
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, "utf8")) as LocalCluster;
}

/** The same server again, with the streams it had. */
export function startServer(program: string, folder: string): Promise<Daemon> {
  const config = join(folder, "server.conf");
  const log = join(folder, "server.log");
  return startDaemon([program, "-c", config], log, { cwd: folder });
}

export function startWorker(
  options: LocalClusterOptions,
  url: string,
  host: number,
): Promise<Daemon & { name: string }> {
  const { folder, workers, workerCommand, threads, hostEnv } = options;
  const name = `host-${host}`;
  const command = [
    ...workerCommand,
    ...["--join", url, "--creds", join(folder, "worker.creds")],
    ...["--slots", String(workers), "--name", name],
    ...(threads === true ? ["--threads"] : []),
  ];
  const env = { ...process.env, ...hostEnv?.(host) };
  return startDaemon(command, join(folder, `${name}.log`), { env }).then(
    (daemon) => ({ ...daemon, name }),
  );
}

/** Workers first: they say that they leave. */
async function endAll({ workers, server }: LocalCluster): Promise<void> {
  await Promise.all(workers.map((each) => endDaemon(each)));
  await endDaemon(server);
}

function writeLocalCluster(folder: string, cluster: LocalCluster): void {
  const text = JSON.stringify(cluster, null, 2);
  writeFileSync(join(folder, "cluster.json"), `${text}\n`, { mode: 0o600 });
}

function writeKeys(folder: string, url: string, keys: UserKeys): void {
  for (const [file, role] of [
    ["me.creds", "home"],
    ["worker.creds", "worker"],
  ] as const)
    writeCredentials(join(folder, file), credentialsOf(keys, role, url));
}

function credentialsOf(
  keys: UserKeys,
  role: Credentials["role"],
  url: string,
): Credentials {
  return { servers: [url], user: keys.user, role, seed: keys[role].seed };
}

async function waitForServer(
  server: Daemon,
  tryIt: () => Promise<void>,
): Promise<void> {
  for (;;) {
    try {
      return await tryIt();
    } catch (error) {
      if (!isRunning(server))
        throw new ClusterError("the server ended as it started; see its log", {
          cause: error,
        });
      if (!/no server answers|503|not enabled|timeout/i.test(String(error)))
        throw error;
      await pause(50);
    }
  }
}

/** The wanted one if it is free. */
async function findPort(wanted = usualPort): Promise<number> {
  return (await tryPort(wanted)) ?? (await tryPort(0)) ?? wanted;
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        resolve(typeof address === "object" ? address?.port : undefined),
      );
    });
  });
}
