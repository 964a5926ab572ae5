import { createRequire } from "node:module";

/** The cell called `process.exit` or its like. */
export class ProcessExit extends Error {
  override readonly name = "ProcessExit";

  constructor(
    /** As it was called, e.g. "process.exit(1)". */
    readonly call: string,
    code: number,
  ) {
    super(`the cell called ${call}; its variables are kept`);
    // Not a field that is shown: the call says it.
    Object.defineProperty(this, "code", { value: code });
    Object.defineProperty(this, "call", { enumerable: false });
  }

  declare readonly code: number;
}

const abortedCode = 134;

/**
 * In the notebook's own process what ends a program ends the cell that calls it: scripts that are pasted into a cell end
 * like this, and it would cost all variables. Threads and processes below have a `process` of their own.
 */
export function installExits(end: (exit: ProcessExit) => never): void {
  const exit = (code?: number | string | null) =>
    end(exitOf("process.exit", code));
  const reallyExit = (code?: number) => end(exitOf("process.reallyExit", code));
  const abort = () => end(new ProcessExit("process.abort()", abortedCode));
  for (const [name, value] of Object.entries({ exit, reallyExit, abort }))
    Object.defineProperty(process, name, {
      value,
      writable: true,
      configurable: true,
    });
}

function exitOf(name: string, code?: number | string | null): ProcessExit {
  const given = Number(code ?? process.exitCode ?? 0);
  const known = Number.isInteger(given) ? given : 1;
  return new ProcessExit(`${name}(${known})`, known);
}

const require = createRequire(import.meta.url);

/**
 * Cuts off all code that is under way, so that no `catch` and no `finally` of it sees anything, as at the end of a process.
 * What is in the queue of microtasks goes with it.
 */
export function cutOff(): never {
  // Loaded when it is needed, which is seldom: it takes milliseconds.
  const { Session } =
    require("node:inspector") as typeof import("node:inspector");
  const session = new Session();
  session.connect();
  // A session left open keeps the process from ending.
  setImmediate(() => session.disconnect());
  session.post("Runtime.terminateExecution");
  // V8 looks for it at the next turn of a loop.
  for (;;);
}
