import type { Breakpoints } from "./breakpoints.ts";
import type { DebuggerParts } from "./debugger-parts.ts";
import type { Evaluation } from "./evaluation.ts";
import type { Frames } from "./frames.ts";
import type { NotebookVariables } from "./notebook-variables.ts";
import type { Sources } from "./sources.ts";
import type { Stops } from "./stops.ts";
import type { V8Debugger } from "./v8-debugger.ts";

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
  readonly stops: Stops;
  tell(event: string, body: object): void;
}
