import type { Display } from "../mime-bundle.ts";
import type { Broadcast, CommEvent } from "./comm-event.ts";
import type { CompiledCell } from "./cell/compiled-cell.ts";
import type { Outcome } from "./interpreter.ts";

/** What the host says to the runtime. `interrupt` and `look` are for its helper thread, the rest for its main thread. */
export type HostMessage =
  | { type: "execute"; cell: number; compiled: CompiledCell; silent: boolean }
  | {
      type: "evaluate";
      /** Where what the expressions print goes. */
      cell: number;
      request: number;
      expressions: Expression[];
    }
  | {
      type: "input";
      request: number;
      value?: string;
      error?: { name: string; message: string };
    }
  | { type: "comm"; cell: number; event: CommEvent }
  | { type: "interrupt"; request: number }
  | {
      type: "look";
      request: number;
      what: "members" | "preview";
      expression: string;
    };

/** A member that a value has at run time. */
export interface Member {
  name: string;
  kind: "function" | "property";
}

/** What the helper thread answers to `look`, on a line of its own. */
export interface Looked {
  request: number;
  members: Member[];
  preview?: string;
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
    }
  | { type: "interrupted"; request: number }
  | { type: "evaluated"; request: number; outcomes: Record<string, Outcome> };
