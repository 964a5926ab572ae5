import type { ThreadReader } from "../reading/thread-reader.ts";
import type { Processes } from "./processes.ts";
import type { SpawnedRuntime } from "./spawn-runtime.ts";

export interface HostOptions {
  /** The notebook's folder: imports resolve from it, and the cells' process starts in it. */
  directory: string;
  log?: (message: string) => void;
  /** The runtime's built entry file; by default the one beside this bundle. */
  program?: string;
  /** The built entry file of the thread that reads cells; by default the one beside this bundle. */
  readerProgram?: string;
  /** Reads the cells of others, too: whoever has made it stops it. By default each has its own. */
  reader?: ThreadReader;
  /** Where packages go that cells import by `npm:`; without it, such a cell is refused. */
  packages?: string;
  /** Starts each runtime, in place of the usual way. */
  spawn?: () => SpawnedRuntime;
  /** The first processes, when they have been started already. */
  processes?: Processes;
  /** Declarations of the library that cells import as "romanesco"; without them cells run unchecked. */
  libTypes?: string;
  /** A command that runs the one behind it, for TypeScript's server: a sandbox. */
  typesSandbox?: string[];
  /** Longest wait for the check of a cell's types, after which it runs unchecked (default 2000). */
  timeoutMs?: number;
  /** Told when the runtime has ended; another takes its place, without the variables. */
  runtimeEnded?: () => void;
}
