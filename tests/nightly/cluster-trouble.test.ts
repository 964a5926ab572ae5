import { afterAll } from "vitest";
import type { PoolExecutorOptions } from "../../lib/index.ts";
import { checkTrouble } from "../lib/pool/executor-trouble-contract.ts";
import { startCluster } from "../lib/support/cluster.ts";
import { library } from "../lib/support/library.ts";

const server = await startCluster({ hosts: 1, workers: 2 });
const cluster = await server.connect();

afterAll(async () => {
  await cluster.close();
  await server.end();
});

type Options = number | PoolExecutorOptions;

function make(options: Options) {
  const chosen =
    typeof options === "number" ? { maxWorkers: options } : options;
  // What is no object is refused as such.
  return new library.ProcessPoolExecutor(
    typeof chosen === "object" ? { ...chosen, on: cluster } : chosen,
  );
}

checkTrouble("ProcessPoolExecutor on a cluster", make);
