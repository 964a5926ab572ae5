import type { RuntimeMessage } from "../wire/messages.ts";
import type { Processes } from "./processes.ts";

export interface HostOptions {
  /** The notebook's folder: imports resolve from it, and the cells' process starts in it. */
  directory: string;
  log?: (message: string) => void;
  /** The runtime's built entry file; by default the one beside this bundle. */
  program?: string;
  /** The built entry file of the thread that reads cells; by default the one beside this bundle. */
  readerProgram?: string;
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
  /** Told of a second end of a cell or of an expression: a program in a cell has written to the runtime's own line. */
  unexpected?: (message: RuntimeMessage) => void;
}
