import { afterAll } from "vitest";
import type { PoolExecutorOptions } from "../../../lib/index.ts";
import { checkExecutor } from "../pool/executor-contract.ts";
import { startCluster } from "../support/cluster.ts";
import { library } from "../support/library.ts";

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

checkExecutor("ProcessPoolExecutor on a cluster", make);
