import { Session } from "node:inspector";
import { killDescendants } from "./descendants.ts";

/** Long enough for a main thread that is free to answer, short against a person's patience. */
const answerMs = 8;
const childrenAfterMs = 24;
/** A child that cleans up does so at once; the person is not to wait longer than a tenth of a second. */
const stubbornChildrenAfterMs = 64;

/**
 * Stops the main thread from the helper thread.
 * A main thread that is free takes the request as a message and ends the cell itself. One that does not answer is in
 * synchronous code: V8 terminates that code (loops, regular expressions, Atomics.wait), and child processes it waits
 * for are ended. Termination is only used on a busy thread, because on a free one it would hit whatever callback comes
 * next. https://nodejs.org/api/inspector.html#sessionconnecttomainthread
 */
export class Interrupter {
  #latest = 0;

  constructor(
    private readonly seen: () => number,
    private readonly ask: (request: number) => void,
  ) {}

  async interrupt(request: number): Promise<void> {
    this.#latest = request;
    const started = performance.now();
    let killed: NodeJS.Signals | undefined;
    const session = new Session();
    let connected = false;
    try {
      for (;;) {
        this.ask(request);
        if (await this.#answered(request)) return;
        if (!connected) session.connectToMainThread();
        connected = true;
        session.post("Runtime.terminateExecution");
        const waited = performance.now() - started;
        const signal =
          waited > stubbornChildrenAfterMs
            ? "SIGKILL"
            : waited > childrenAfterMs
              ? "SIGINT"
              : undefined;
        if (signal && signal !== killed) killDescendants((killed = signal));
      }
    } finally {
      // A session left open keeps the process from ending.
      if (connected) session.disconnect();
    }
  }

  async #answered(request: number): Promise<boolean> {
    const end = performance.now() + answerMs;
    for (;;) {
      if (this.seen() >= request || this.#latest > request) return true;
      if (performance.now() > end) return false;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
}
