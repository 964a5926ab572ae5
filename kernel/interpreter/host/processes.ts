import { TypeServer, type TypeServerOptions } from "../types/type-server.ts";
import { type SpawnedRuntime, spawnRuntime } from "./spawn-runtime.ts";

/** What an interpreter talks to. It replaces each that ends. */
export interface Processes {
  typeServer: TypeServer;
  runtime: SpawnedRuntime;
}

/** Starts them before the code that talks to them is loaded: what the first cell waits for loads beside it. */
export function startProcesses(options: TypeServerOptions): Processes {
  const typeServer = new TypeServer(options);
  typeServer.start();
  return { typeServer, runtime: spawnRuntime(options.directory) };
}
