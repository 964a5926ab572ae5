// As much of the Debug Adapter Protocol as this kernel speaks.
// https://microsoft.github.io/debug-adapter-protocol/specification

export interface DebugRequest {
  seq: number;
  command: string;
  arguments: Record<string, unknown>;
}

export interface DebugResponse {
  type: "response";
  seq: number;
  request_seq: number;
  success: boolean;
  command: string;
  message?: string;
  body: object;
}

export interface DebugEvent {
  type: "event";
  seq: number;
  event: string;
  body: object;
}

/** Answers the requests of a debugger's front end. */
export interface DebugAdapter {
  /** Hears what happens between requests: a stop, the end of one. */
  onEvent: (event: DebugEvent) => void;
  /** Never rejects: what cannot be done is a response without success. */
  request(request: DebugRequest): Promise<DebugResponse>;
}

/** What a person may ask of a line; lines and columns count from 1. */
export interface SourceBreakpoint {
  line: number;
  condition?: string;
  hitCondition?: string;
  logMessage?: string;
}

export interface Breakpoint {
  id: number;
  /** Whether the line has code at which to stop. */
  verified: boolean;
  line: number;
  message?: string;
  source: Source;
}

export interface Source {
  name: string;
  path: string;
}

export interface StackFrame {
  id: number;
  name: string;
  source?: Source;
  line: number;
  column: number;
  presentationHint?: "normal" | "subtle";
}

export interface Scope {
  name: string;
  variablesReference: number;
  expensive: boolean;
}

export interface Variable {
  name: string;
  value: string;
  type?: string;
  /** Expression by which the value is found again. */
  evaluateName?: string;
  /** Names its parts; 0 when it has none. */
  variablesReference: number;
}

/** A request that cannot be answered; the message says why, and what to do. */
export class DebugError extends Error {
  override readonly name = "DebugError";
}
