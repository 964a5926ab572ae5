import { HostInterpreter } from "../../interpreter/host/host.ts";
import type { Outcome } from "../../interpreter/interpreter.ts";
import { CollectedOutputs } from "./collect-outputs.ts";

export interface SessionOptions {
  /** Folder in which the cells run. */
  directory: string;
  /** The runtime's entry file; default the built one. */
  program?: string;
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

export interface CellEnd {
  ended: Ended;
  collected: CollectedOutputs;
  count: number;
}

/** A cell that does not stop when asked to gets this long before its runtime is ended. */
const graceMs = 3000;

/** For an expression, which should take no time at all. */
const evaluateMs = 10_000;

/** A fresh runtime in which cells run one by one, each within limits. Nothing of it is left after `close`. */
export class CellSession {
  #interpreter: HostInterpreter;
  #count = 0;
  /** There is a new runtime since this was last set to false, without the variables. */
  isLost = false;
  /** Counts of cells that ended twice: what they came to the first time was not their runtime's word. */
  readonly forged = new Set<number>();

  readonly #options: SessionOptions;

  constructor(options: SessionOptions) {
    this.#options = options;

    this.#interpreter = this.#start();
  }

  /** Runs a cell; its output, and the error that ended it, go to the list. */
  async run(
    code: string,
    limits: { ms: number; outputBytes: number },
  ): Promise<CellEnd> {
    const count = ++this.#count;
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

  /** The text of an expression's value; undefined if it cannot be had. */
  async evaluate(expression: string): Promise<string | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Record<string, Outcome>>((resolve) => {
      timer = setTimeout(() => resolve({}), evaluateMs);
    });
    const asked = this.#interpreter.evaluate({ value: expression });
    const { value } = await Promise.race([asked, late]);
    clearTimeout(timer);
    if (value?.status !== "ok") return undefined;
    return value.result?.data["text/plain"] as string | undefined;
  }

  close(): Promise<void> {
    return this.#interpreter.shutdown();
  }

  /** The cell's promise ends with the old runtime. */
  async #restart(): Promise<void> {
    const old = this.#interpreter;
    this.#interpreter = this.#start();
    this.isLost = true;
    await old.shutdown();
  }

  #start(): HostInterpreter {
    const before = this.#count;
    const interpreter = new HostInterpreter({
      ...this.#options,
      runtimeEnded: () => (this.isLost = true),
      unexpected: (message) => {
        this.forged.add(this.#count);
        if (message.type === "done") this.forged.add(before + message.cell);
      },
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
  limits: { ms: number; outputBytes: number },
): void {
  if (stopped === "time limit") {
    const seconds = Math.round(limits.ms / 1000);
    const message = `the cell was stopped after ${seconds} s. Does a loop never end, or is something never awaited?`;
    collected.error("TimeLimit", message, [`TimeLimit: ${message}`]);
  } else if (stopped) {
    const message = `the cell was stopped: it printed more than ${limits.outputBytes / 1e6} MB`;
    collected.error("OutputLimit", message, [`OutputLimit: ${message}`]);
  } else if (outcome.status === "error")
    collected.error(outcome.name, outcome.message, outcome.traceback);
  else collected.error("RuntimeExit", "the cell's process ended", []);
}
