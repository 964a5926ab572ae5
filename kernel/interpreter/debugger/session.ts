import type { Breakpoints } from "./breakpoints.ts";
import type { DebuggerParts } from "./debugger-parts.ts";
import type { Evaluation } from "./evaluation.ts";
import type { Exceptions } from "./exceptions.ts";
import type { Frames } from "./frames.ts";
import type { NotebookVariables } from "./notebook-variables.ts";
import type { Scripts } from "./scripts.ts";
import type { Sources } from "./sources.ts";
import type { Threads } from "./threads.ts";
import type { V8Debugger } from "./v8-debugger.ts";
import type { WorkerProcesses } from "./worker-processes.ts";
import type { WorkerThreads } from "./worker-threads.ts";

/** What the answers to requests share. */
export interface Session {
  /** A front end debugs. */
  isStarted: boolean;
  /** Which. */
  client: string;
  readonly parts: DebuggerParts;
  readonly sources: Sources;
  readonly v8: V8Debugger;
  readonly evaluation: Evaluation;
  readonly breakpoints: Breakpoints;
  readonly notebook: NotebookVariables;
  readonly frames: Frames;
  readonly scripts: Scripts;
  readonly exceptions: Exceptions;
  readonly threads: Threads;
  readonly workers: WorkerThreads;
  readonly processes: WorkerProcesses;
  tell(event: string, body: object): void;
}
