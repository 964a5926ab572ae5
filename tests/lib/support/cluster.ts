import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import vm from "node:vm";
import type * as Admin from "../../../lib/cluster/admin/index.ts";
import type { LocalClusterOptions } from "../../../lib/cluster/admin/index.ts";
import { library, libraryFile } from "./library.ts";

const importNatively = vm.runInThisContext("(url) => import(url)", {
  importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
}) as (url: string) => Promise<unknown>;

const built = (name: string): string =>
  new URL(`./${name}`, pathToFileURL(libraryFile)).href;

/** What `romanesco cluster` is made of, as its users get it. */
export const admin = (await importNatively(
  built("cluster-admin.js"),
)) as typeof Admin;

/** What `romanesco worker` does, without the command line around it: for `node` to run. */
export const workerProgram = `
import { execFile } from "node:child_process";
import { parseArgs, promisify } from "node:util";
import { runWorker } from ${JSON.stringify(built("cluster-agent.js"))};
const text = { type: "string" };
const { values } = parseArgs({ options: {
  join: text, creds: text, slots: text, name: text, label: text, threads: { type: "boolean" }, "idle-exit": text,
  install: { type: "boolean" },
} });
const { slots, "idle-exit": idleExit, install: installs, ...rest } = values;
const npm = (folder, requests) => promisify(execFile)("npm", ["install", "--prefix", folder, "--", ...requests]);
const install = installs ? npm : undefined;
process.exit(await runWorker({ ...rest, slots: Number(slots), idleExit: idleExit && Number(idleExit), install, version: "test" }));
`;

/** The server that `make test` installed, unless the environment names another. */
export const server = admin.findServer([resolve(".venv")]);

export interface TestCluster extends Admin.LocalCluster {
  folder: string;
  options: LocalClusterOptions;
  /** The file that homes connect with. */
  credentials: string;
  connect(): ReturnType<typeof library.Cluster.connect>;
  end(): Promise<void>;
}

/** A server on loopback and workers, for the tests of one file. */
export async function startCluster(
  choices: Partial<LocalClusterOptions> = {},
): Promise<TestCluster> {
  const folder = mkdtempSync(join(tmpdir(), "romanesco-cluster-"));
  const program = join(folder, "worker.mjs");
  writeFileSync(program, workerProgram);
  const options: LocalClusterOptions = {
    ...{ folder, server, hosts: 1, workers: 2, ackWait: 1, port: 0 },
    workerCommand: [process.execPath, program],
    ...choices,
  };
  const cluster = await admin.startLocalCluster(options);
  const credentials = join(folder, "me.creds");
  return {
    ...cluster,
    ...{ folder, options, credentials },
    connect: () => library.Cluster.connect({ credentials }),
    end: async () => {
      await admin.stopLocalCluster(folder);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
