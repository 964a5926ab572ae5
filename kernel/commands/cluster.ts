import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { CommandError, defineCommand, UsageError } from "../command.ts";
import { findEnvironment } from "../installation/jupyter-folders.ts";
import { findOwnEnvironment } from "../installation/jupyter-program.ts";
import { findPackageFolder } from "../installation/package-files.ts";
import { inWords, loadAdmin } from "./cluster-library.ts";
import { toCount } from "./worker.ts";

/** `romanesco cluster`. */
export const command = defineCommand({
  name: "cluster",
  takes: ["[up | status | down | init | streams]"],
  about: `up       starts a server on this machine, with new keys, and workers: for trying a cluster out, and for teaching
status   lists the workers, and the tasks that wait
down     ends the server and the workers, and deletes the keys
init     writes keys, certificates and a server's configuration, for a cluster that lasts
streams  creates the streams of that cluster's users, once its server runs

A notebook connects with: const cluster = await Cluster.connect()`,
  options: {
    workers: {
      type: "string",
      value: "N",
      help: "up: how many tasks each host runs at the same time (default: 2)",
    },
    hosts: {
      type: "string",
      value: "N",
      help: "up: how many hosts to simulate, each a process with workers of its own (default: 1)",
    },
    creds: {
      type: "string",
      value: "FILE",
      help: "status: the keys of the cluster, if it is not the one that up started",
    },
    users: {
      type: "string",
      value: "NAMES",
      help: "init: who may use the cluster, as in ann,bob; none of them sees the others' work",
    },
    host: {
      type: "string",
      value: "NAME",
      help: "init: the name or address at which others reach the server (default: localhost)",
    },
    port: {
      type: "string",
      value: "N",
      help: "init: the server's port (default: 4222)",
    },
    out: {
      type: "string",
      value: "DIR",
      help: "init, streams: the folder for the keys (default: romanesco-cluster)",
    },
    replicas: {
      type: "string",
      value: "N",
      help: "streams: how many servers keep a copy, 1 or 3 (default: 1)",
    },
  },
  run: ({ values, operands: [action = ""] }) => {
    const { workers, hosts, creds } = values;
    switch (action) {
      case "init":
        return init(values);
      case "streams":
        return streams(values.out, toCount(values.replicas, "--replicas"));
      case "up":
        return up(toCount(hosts, "--hosts"), toCount(workers, "--workers"));
      case "status":
        return status(creds);
      case "down":
        return down();
      default:
        throw new UsageError(
          `cluster takes up, status, down, init or streams; got "${action}"`,
        );
    }
  },
});

export const { run } = command;

async function up(hosts = 1, workers = 2): Promise<number> {
  const admin = await loadAdmin();
  const folder = admin.clusterFolder();
  return inWords(async () => {
    const server = admin.findServer(environments());
    const { url } = await admin.startLocalCluster({
      ...{ folder, server, hosts, workers },
      workerCommand: [process.execPath, mainFile(), "worker"],
    });
    console.log(
      [
        `a cluster runs at ${url}: ${hosts} host${hosts === 1 ? "" : "s"} with ${workers} worker${workers === 1 ? "" : "s"} each`,
        `keys and logs: ${folder}`,
        "in a cell:     const cluster = await Cluster.connect()",
        "its end:       romanesco cluster down",
      ].join("\n"),
    );
    return 0;
  });
}

async function status(creds: string | undefined): Promise<number> {
  const admin = await loadAdmin();
  return inWords(async () => {
    console.log(await admin.describeCluster(creds));
    return 0;
  });
}

async function down(): Promise<number> {
  const admin = await loadAdmin();
  if (await admin.stopLocalCluster(admin.clusterFolder())) {
    console.log("the cluster has ended");
    return 0;
  }
  throw new CommandError(
    'no cluster was started here. "romanesco cluster up" starts one',
  );
}

const usualFolder = "romanesco-cluster";

async function init(values: {
  users?: string;
  host?: string;
  port?: string;
  out?: string;
}): Promise<number> {
  const { users, host = "localhost", out: folder = usualFolder } = values;
  if (users === undefined)
    throw new UsageError("cluster init needs --users, as in --users ann,bob");
  const port = toCount(values.port, "--port") ?? 4222;
  const names = users.split(",");
  const admin = await loadAdmin();
  return inWords(async () => {
    await admin.initCluster({ folder, users: names, host, port });
    console.log(
      [
        `wrote keys and certificates to ${folder}; next:`,
        `  cd ${folder} && nats-server -c server.conf`,
        `  romanesco cluster streams --out ${folder}`,
        ...names.map(
          (name) =>
            `  ${name}.creds to ${name} (ROMANESCO_CLUSTER=${name}.creds), ${name}-worker.creds to the hosts that work for ${name}`,
        ),
      ].join("\n"),
    );
    return 0;
  });
}

async function streams(folder = usualFolder, replicas = 1): Promise<number> {
  const admin = await loadAdmin();
  return inWords(async () => {
    const users = await admin.initStreams(folder, { replicas });
    console.log(`${users.join(", ")}: streams are there`);
    return 0;
  });
}

/** Where the server may have been installed to: the active environment, that of `make lab`, that of `romanesco lab`. */
function environments(): string[] {
  const active = findEnvironment();
  const clone = join(findPackageFolder(), ".venv");
  return [...(active ? [active] : []), clone, findOwnEnvironment()];
}

/** This very program. */
function mainFile(): string {
  return process.argv[1] ?? join(dirname(fileURLToPath(import.meta.url)));
}
