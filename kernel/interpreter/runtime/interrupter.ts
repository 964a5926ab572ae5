import { Session } from "node:inspector";
import type { Interrupt } from "../wire/messages.ts";
import { Cutter } from "./cut.ts";

/** Long enough for a main thread that is free to answer, short against a person's patience. */
const answerMs = 8;
/** A cell that was told may use this long for its `catch` and `finally` blocks, computing or awaiting. */
export const cleanUpMs = 40;
const childrenAfterMs = 24;
/** A child that cleans up does so at once; the person is not to wait longer than a tenth of a second. */
const stubbornChildrenAfterMs = 64;

/** So often no good place is found before code is cut at any, */
const mostInVain = 12;
/** and so often the code itself has answered so: on a busy machine it may not have been asked yet. */
const mostRefusals = 30;

interface MainThread {
  readonly control: Int32Array;
  /** Tells it of the Stop, by a message. */
  ask(interrupt: Interrupt): void;
  /** The newest Stop that it has taken. */
  seen(): number;
  /** The newest Stop after which nothing runs any more of what it was to stop. */
  over(): number;
  /** Ends the processes that these cells started. */
  endChildren(interrupt: Interrupt): void;
  /** Ends the processes that it waits for without turning its event loop. */
  signalChildren(interrupt: Interrupt, signal: NodeJS.Signals): void;
}

/**
 * Stops the main thread from the helper thread.
 * A main thread that is free takes the request as a message and ends the cells itself. One that does not answer is in
 * synchronous code: it notes where it is, V8 terminates that code (loops, regular expressions, Atomics.wait), and child
 * processes it waits for are ended. Those of a main thread that is free end only once it has taken the request: else the
 * cell goes on by their end, as if all was well. Termination is only used on a busy thread, because on a free one it would hit
 * whatever callback comes next. It may hit code of ours too, and code that caught the Stop may compute on: so the
 * request is repeated until the main thread says that the cells have ended.
 * https://nodejs.org/api/inspector.html#sessionconnecttomainthread
 */
export class Interrupter {
  #latest = 0;

  readonly #main: MainThread;

  constructor(main: MainThread) {
    this.#main = main;
  }

  async interrupt(interrupt: Interrupt): Promise<void> {
    this.#latest = interrupt.request;
    const session = new MainSession(this.#main.control, interrupt.cells);
    try {
      await this.#repeat(interrupt, session);
    } finally {
      session.close();
    }
  }

  async #repeat(interrupt: Interrupt, session: MainSession): Promise<void> {
    const main = this.#main;
    const { request } = interrupt;
    let busySince = performance.now();
    let signalled: NodeJS.Signals | undefined;
    let taken = false;
    for (;;) {
      main.ask(interrupt);
      if (await this.#isSettled(request)) return session.absorb();
      if (!taken && main.seen() >= request) {
        taken = true;
        main.endChildren(interrupt);
        await session.absorb();
        busySince = performance.now() + cleanUpMs;
      }
      if (performance.now() < busySince) continue;
      await session.cut();
      const signal = signalAfter(performance.now() - busySince);
      if (!signal || signal === signalled) continue;
      signalled = signal;
      main.endChildren(interrupt);
      main.signalChildren(interrupt, signal);
    }
  }

  /** Whether the request is over, or a newer one goes on with it. */
  async #isSettled(request: number): Promise<boolean> {
    const end = performance.now() + answerMs;
    for (;;) {
      if (this.#main.over() >= request || this.#latest > request) return true;
      if (performance.now() > end) return false;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
}

function signalAfter(busyMs: number): NodeJS.Signals | undefined {
  if (busyMs > stubbornChildrenAfterMs) return "SIGKILL";
  return busyMs > childrenAfterMs ? "SIGINT" : undefined;
}

/** What the helper may do to the main thread, however busy that is. Connected only once it is needed. */
class MainSession {
  #session: Session | undefined;
  #cutter: Cutter | undefined;
  #inVain = 0;

  readonly #control: Int32Array;
  readonly #cells: readonly number[];

  constructor(control: Int32Array, cells: readonly number[]) {
    this.#control = control;
    this.#cells = cells;
  }

  async cut(): Promise<void> {
    this.#session ??= connect();
    this.#cutter ??= new Cutter(this.#control, this.#session, this.#cells);
    const anyway =
      this.#inVain >= mostInVain && this.#cutter.refusals >= mostRefusals;
    const isCut = await this.#cutter.cut(answerMs, anyway);
    this.#inVain = isCut ? 0 : this.#inVain + 1;
  }

  /** A termination that came too late waits for the next code to run: let it hit some that does nothing. */
  async absorb(): Promise<void> {
    if (!this.#session) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, answerMs);
      this.#session!.post("Runtime.evaluate", { expression: "0" }, () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** A session left open keeps the process from ending. */
  close(): void {
    this.#session?.disconnect();
  }
}

function connect(): Session {
  const session = new Session();
  session.connectToMainThread();
  return session;
}
