/** What `romanesco cluster` is made of. */
export { findServer } from "./find-server.ts";
export {
  readLocalCluster,
  startLocalCluster,
  startServer,
  startWorker,
  stopLocalCluster,
  type LocalCluster,
  type LocalClusterOptions,
} from "./local-cluster.ts";
export { endDaemon, isRunning } from "./processes.ts";
export { clusterFolder, ClusterError } from "../nats/credentials.ts";
export { describeCluster } from "./status.ts";
export { initCluster, initStreams, type InitOptions } from "./init.ts";
