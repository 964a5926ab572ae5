import { HostInterpreter } from "../../interpreter/host/host.ts";
import type { Outcome } from "../../interpreter/interpreter.ts";
import type { ThreadReader } from "../../interpreter/reading/thread-reader.ts";
import type { SpawnedRuntime } from "../../interpreter/host/spawn-runtime.ts";
import type { Cell } from "../format/notebook.ts";
import { CollectedOutputs } from "./collect-outputs.ts";

export interface SessionOptions {
  /** Folder in which the cells run. */
  directory: string;
  /** Starts the runtime; default the kernel's way. */
  spawn?: () => SpawnedRuntime;
  /** Reads the cells; by default one of its own. */
  reader?: ThreadReader;
  /** Declarations of "romanesco"; without them types are not checked. */
  libTypes?: string;
  /** A command that runs TypeScript's server in a sandbox. */
  typesSandbox?: string[];
  /** Longest wait for the check of a cell's types, after which it runs unchecked (default 2000). */
  timeoutMs?: number;
}

/** How a cell ended; the last two were stopped by us. */
export type Ended =
  "ok" | "error" | "runtime ended" | "time limit" | "output limit";

/** What one cell may use. */
export interface CellLimits {
  ms: number;
  outputBytes: number;
}

export interface CellEnd {
  ended: Ended;
  collected: CollectedOutputs;
  count: number;
}

/** Where the cells of a notebook run one by one, each within limits. */
export interface NotebookSession {
  /** There is a new runtime since this was last set to false, without the variables. */
  isLost: boolean;
  /** Before the first cell, and again whenever a runtime had to be started anew. */
  prepare(): Promise<void>;
  runCell(cell: Cell, limits: CellLimits): Promise<CellEnd>;
  /** Nothing of it is left then. */
  close(): Promise<void>;
}

/** A cell that does not stop when asked to gets this long before its runtime is ended. */
const graceMs = 3000;

/** A fresh runtime, in which all cells run. */
export class CellSession implements NotebookSession {
  #interpreter: HostInterpreter;
  #count = 0;
  isLost = false;

  readonly #options: SessionOptions;

  constructor(options: SessionOptions) {
    this.#options = options;

    this.#interpreter = this.#start();
  }

  get interpreter(): HostInterpreter {
    return this.#interpreter;
  }

  async prepare(): Promise<void> {}

  runCell(cell: Cell, limits: CellLimits): Promise<CellEnd> {
    return this.run(cell.source, limits);
  }

  /**
   * Runs code as a cell; its output, and the error that ended it, go to the list.
   * @param count the cell's number (default: the next)
   */
  async run(
    code: string,
    limits: CellLimits,
    count = ++this.#count,
  ): Promise<CellEnd> {
    let stopped: "time limit" | "output limit" | undefined;
    const stop = (reason: "time limit" | "output limit") => {
      if (stopped) return;
      stopped = reason;
      void this.#interpreter.interrupt();
      force = setTimeout(() => void this.#restart(), graceMs);
    };
    let force: NodeJS.Timeout | undefined;
    const collected = new CollectedOutputs(limits.outputBytes, () =>
      stop("output limit"),
    );
    const timer = setTimeout(() => stop("time limit"), limits.ms);
    const outcome = await this.#interpreter.execute(
      { executionCount: count, code, silent: false },
      collected,
    );
    clearTimeout(timer);
    clearTimeout(force);
    const ended = stopped ?? toEnded(outcome);
    if (outcome.status === "ok" && !stopped && outcome.result)
      collected.result(outcome.result, count);
    else if (stopped || outcome.status !== "ok")
      addError(collected, outcome, stopped, limits);
    return { ended, collected, count };
  }

  close(): Promise<void> {
    return this.#interpreter.shutdown();
  }

  /** Ends the runtime at once, and with it the promise of a cell in it. */
  end(): Promise<void> {
    this.isLost = true;
    const ended = this.#interpreter.shutdown();
    this.#interpreter.kill();
    return ended;
  }

  /** In place of one that was ended. */
  begin(): void {
    this.#interpreter = this.#start();
  }

  #restart(): Promise<void> {
    const ended = this.end();
    this.begin();
    return ended;
  }

  #start(): HostInterpreter {
    const interpreter = new HostInterpreter({
      ...this.#options,
      runtimeEnded: () => (this.isLost = true),
    });
    interpreter.start();
    return interpreter;
  }
}

function toEnded(outcome: Outcome): Ended {
  if (outcome.status === "ok") return "ok";
  if (outcome.status === "aborted" || outcome.name === "RuntimeExit")
    return "runtime ended";
  return "error";
}

function addError(
  collected: CollectedOutputs,
  outcome: Outcome,
  stopped: "time limit" | "output limit" | undefined,
  limits: CellLimits,
): void {
  if (stopped === "time limit") {
    const seconds = Math.round(limits.ms / 1000);
    const message = `the cell was stopped after ${seconds} s. Does a loop never end, or does an await wait for what never settles?`;
    collected.error("TimeLimit", message, [`TimeLimit: ${message}`]);
  } else if (stopped) {
    const message = `the cell was stopped: it printed more than ${limits.outputBytes / 1e6} MB`;
    collected.error("OutputLimit", message, [`OutputLimit: ${message}`]);
  } else if (outcome.status === "error")
    collected.error(outcome.name, outcome.message, outcome.traceback);
  else collected.error("RuntimeExit", "the cell's process ended", []);
}
