import type { EndReason } from "./end-reason.ts";
import type { Display } from "../display/mime-bundle.ts";
import type { Broadcast, CommEvent } from "./comm-event.ts";
import type { DebugAdapter } from "./debug-adapter.ts";
import type { Editor } from "./editor.ts";

/**
 * Runs cells. It has never heard of Jupyter: a cell goes in, output comes out on the way through an
 * {@link OutputHandler}, and an {@link Outcome} ends it.
 *
 *     kernel.ts --> Interpreter --> host.ts ==fd 3==> runtime (user code)
 */
export interface Interpreter {
  /**
   * Runs one cell. Never rejects: a failure is an outcome. A second cell may begin while the first awaits something; it
   * waits while the first computes, for both run on one thread.
   */
  execute(cell: Cell, output: OutputHandler): Promise<Outcome>;
  /** Values of expressions after a cell, each on its own: one that throws does not disturb the others. */
  evaluate(
    expressions: Record<string, string>,
  ): Promise<Record<string, Outcome>>;
  /**
   * Hands a comm's message to the code that listens. Resolves once that code has returned, with whether there was any.
   * @param output where the code's output goes
   */
  receive(event: CommEvent, output: OutputHandler): Promise<boolean>;
  /** The open comms, whoever opened them: target names by id. */
  readonly comms: ReadonlyMap<string, string>;
  /** Breakpoints and what comes with them. */
  readonly debugger: DebugAdapter;
  /** Answers what pages ask about cells that are being written. */
  readonly editor: Editor;
  /**
   * Stops what runs, keeps the variables, and ends the processes and workers that the stopped cells started. Resolves once
   * the code has heard of it, and after a second at the latest; the cells' own ends follow.
   */
  interrupt(): Promise<void>;
  isComplete(code: string): Promise<Completeness>;
  /** @param cursor UTF-16 index into `code` */
  complete(code: string, cursor: number): Promise<Completions>;
  /** @param cursor UTF-16 index into `code`; @param detail 1 asks for more than 0, e.g. the source */
  inspect(
    code: string,
    cursor: number,
    detail: 0 | 1,
  ): Promise<Display | undefined>;
  /** Ends the runtime and every process below it, after what listens for the end of the process; its output comes before. */
  shutdown(): Promise<void>;
}

export interface Cell {
  /** The number shown beside the cell; names the cell in stacks. */
  executionCount: number;
  code: string;
  /** What the front end calls it, if it says so: the same whenever it runs. */
  cellId?: string | undefined;
  /** No result, no output of the kernel's own; variables still change. */
  silent: boolean;
}

/** Where the output of one cell goes, also when it comes after the cell has ended. Calls arrive in the order of output. */
export interface OutputHandler {
  stream(name: "stdout" | "stderr", text: string): void;
  display(display: Display, displayId?: string): void;
  updateDisplay(display: Display, displayId: string): void;
  /** @param wait clear only when the next output comes */
  clearOutput(wait: boolean): void;
  /** A message of the code's own, such as a comm's. */
  broadcast(message: Broadcast): void;
  /** Asks the person at the front end; rejects when the front end takes no input. */
  input(prompt: string, password: boolean): Promise<string>;
  /** The cell is being stopped: what it made by now and has not been shown may be dropped, up to `resume`. */
  cut?(): void;
  resume?(): void;
  /** More has come than readers can take at once: code that makes more of it waits for `caughtUp` (default: never). */
  readonly isAhead?: boolean;
  /** Resolves once more can come (default: at once). Waited for after some megabytes, too. */
  caughtUp?(): Promise<void>;
  /** Resolves once all output is on its way. */
  drained?(): Promise<void>;
}

export type Outcome =
  | { status: "ok"; result?: Display }
  | {
      status: "error";
      name: string;
      message: string;
      /** Lines to show, with the cell's own line numbers, the kernel's frames cut. */
      traceback: string[];
      /** What failed, if not the cell's code: the process it ran in. */
      origin?: "process";
      /** How that process ended, or why there was none. */
      reason?: EndReason;
    }
  | { status: "aborted" };

export type Completeness =
  | { status: "complete" | "invalid" | "unknown" }
  | { status: "incomplete"; indent: string };

export interface Completions {
  /** UTF-16 range of `code` that a match replaces; it ends at the cursor. */
  start: number;
  end: number;
  /** Best first. */
  matches: Completion[];
}

export interface Completion {
  text: string;
  /** The field's words: function, class, module, property, keyword, ... ; shown as an icon. */
  kind: string;
  /** Its type, on one line; given when there are few matches. */
  signature?: string;
  /** The name is not in scope: it needs an import from this module. */
  importFrom?: string;
}
