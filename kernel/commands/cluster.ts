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
  takes: ["[up | status | down]"],
  about: `up       starts a server on this machine, with new keys, and workers: to try a cluster out, and to teach
status   says who works there, and what waits
down     ends the server and the workers, and deletes the keys

A notebook connects with: const cluster = await Cluster.connect()`,
  options: {
    workers: {
      type: "string",
      value: "N",
      help: "up: tasks at the same time on each host (default: 2)",
    },
    hosts: {
      type: "string",
      value: "N",
      help: "up: how many hosts are played, each a process with workers of its own (default: 1)",
    },
    creds: {
      type: "string",
      value: "FILE",
      help: "status: the keys of another cluster",
    },
  },
  run: ({ values: { workers, hosts, creds }, operands: [action = ""] }) => {
    switch (action) {
      case "up":
        return up(toCount(hosts, "--hosts"), toCount(workers, "--workers"));
      case "status":
        return status(creds);
      case "down":
        return down();
      default:
        throw new UsageError(
          `cluster takes up, status or down; got "${action}"`,
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
