import type { ChildProcess } from "node:child_process";
import {
  TypeServer,
  type TypeServerOptions,
} from "./language-service/type-server.ts";
import { spawnRuntime } from "./spawn-runtime.ts";

/** What an interpreter talks to. It replaces each that ends. */
export interface Processes {
  typeServer: TypeServer;
  runtime: ChildProcess;
}

/** Starts them before the code that talks to them is loaded: what the first cell waits for loads beside it. */
export function startProcesses(options: TypeServerOptions): Processes {
  const typeServer = new TypeServer(options);
  typeServer.start();
  const runtime = spawnRuntime(options.directory);
  // Whoever takes it over sees what became of it; until then its error must not end this process.
  runtime.on("error", () => {});
  return { typeServer, runtime };
}
