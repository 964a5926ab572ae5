import type { Display } from "../../display/mime-bundle.ts";
import type { Broadcast, CommEvent } from "../comm-event.ts";
import type { CompiledCell } from "../cell/compiled-cell.ts";
import type { Outcome } from "../interpreter.ts";
import type { Variable } from "../preview.ts";

/** Work beside the cells has numbers from here on; the runtime gives them. */
export const firstAside = 2 ** 31;

/** What the host says to the runtime. `interrupt`, `look` and `debug` are for its helper thread, the rest for its main thread. */
export type HostMessage =
  | {
      type: "execute";
      cell: number;
      /** The same whenever the cell runs. */
      cellId?: string | undefined;
      compiled: CompiledCell;
      silent: boolean;
    }
  | {
      type: "evaluate";
      /** A number as a cell has, for what the expressions print, and for their answer. */
      cell: number;
      expressions: Expression[];
    }
  | {
      type: "input";
      request: number;
      value?: string;
      error?: { name: string; message: string };
    }
  | { type: "comm"; cell: number; event: CommEvent }
  /** What a worker printed for work beside the cells. */
  | { type: "aside"; cell: number; name: "stdout" | "stderr"; text: string }
  /** To both threads: what listens for the end of the process is heard, for a moment. */
  | { type: "end" }
  | Interrupt
  | {
      type: "look";
      request: number;
      what: "members" | "preview";
      expression: string;
    }
  | { type: "look"; request: number; what: "variables"; names: HeldName[] }
  | DebugQuestion;

/** To V8's debugger of the main thread, in the words of its protocol. The first opens the session, `Debugger.disable` ends it. */
export interface DebugQuestion {
  type: "debug";
  request: number;
  /** The main thread, unless it is a worker thread's, by V8's name for its session, or a worker process's. */
  session?: string;
  method: string;
  params?: object;
}

/** What that debugger says. */
export type DebugWord =
  | {
      type: "debug-answer";
      request: number;
      result?: unknown;
      error?: string;
    }
  | { type: "debug-event"; session?: string; method: string; params: object };

/** What the debugger of a worker process says, first of all who it is. */
export type AgentWord =
  DebugWord | { type: "debug-agent"; pid: number; name: string };

/** So long a process whose notebook ends may listen to its end, print, and have that passed on. */
export const lastWordsMs = 1000;

/** Stop. It comes to the main thread again and again until nothing of these cells runs any more. */
export interface Interrupt {
  type: "interrupt";
  request: number;
  /** Those that run, by what the host knows; none ends what cells that have ended left behind. */
  cells: number[];
}

/** A member that a value has at run time. */
export interface Member {
  name: string;
  kind: "function" | "property";
}

/** What the helper thread says, on a line of its own. */
export type HelperWord = Looked | DebugWord;

/** What it answers to `look`. */
export interface Looked {
  type: "looked";
  request: number;
  members: Member[];
  preview?: string;
  variables?: Shown[];
}

/** What cells call a variable, and what it is called in the script scope. */
export type HeldName = [name: string, own: string];

export interface Shown extends Variable {
  name: string;
}

/** A user expression; one that does not compile keeps its error, so that the others still run. */
export interface Expression {
  name: string;
  compiled: CompiledCell | { error: Outcome };
}

/** What the runtime says to the host, in the order in which its cells made it. */
export type RuntimeMessage =
  | { type: "ready" }
  | {
      type: "display";
      cell: number;
      display: Display;
      displayId?: string;
      update: boolean;
    }
  | { type: "clear"; cell: number; wait: boolean }
  | { type: "broadcast"; cell: number; message: Broadcast }
  | { type: "received"; cell: number; handled: boolean }
  | {
      type: "input";
      cell: number;
      request: number;
      prompt: string;
      password: boolean;
    }
  | {
      type: "done";
      cell: number;
      outcome: Outcome;
      /** The cell's imports were there and its code began: what it declares counts. */
      began: boolean;
      /** Names of a cell that failed before it declared them. */
      missed: string[];
      /** A Stop that the cell had not heard of had ended processes or let tasks go on, and the cell may have ended by that. */
      unheard: boolean;
    }
  /** The main thread has taken the Stop. What its cells made before stands before this. */
  | { type: "interrupted"; request: number }
  /** All that the Stop was to stop has ended: there will be no other word of these cells' ends. */
  | { type: "stopped"; request: number }
  | { type: "evaluated"; cell: number; outcomes: Record<string, Outcome> };
