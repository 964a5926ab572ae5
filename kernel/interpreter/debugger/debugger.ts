import type { CompiledCell } from "../cell/compiled-cell.ts";
import type { DebugWord } from "../wire/messages.ts";
import { commands } from "./commands.ts";
import { connect } from "./connect.ts";
import {
  type DebugAdapter,
  DebugError,
  type DebugEvent,
  type DebugRequest,
  type DebugResponse,
} from "../debug-adapter.ts";
import type { DebuggerParts } from "./debugger-parts.ts";
import { openSession } from "./open-session.ts";
import type { Session } from "./session.ts";

/**
 * A debugger for cells, spoken to in the Debug Adapter Protocol. V8's own does the work, in the process of the cells:
 *
 *     front end --DAP--> debugger.ts --V8's protocol--> helper thread --session--> main thread
 *
 * While no front end debugs, nothing of it runs but a note of each cell's maps.
 */
export class Debugger implements DebugAdapter {
  onEvent: (event: DebugEvent) => void = () => {};
  #sequence = 0;

  readonly #session: Session;

  constructor(parts: DebuggerParts) {
    this.#session = openSession(parts, (event, body) =>
      this.#tell(event, body),
    );
  }

  async request(request: DebugRequest): Promise<DebugResponse> {
    const { seq, command } = request;
    const reply = (more: {
      success: boolean;
      body: object;
      message?: string;
    }) =>
      ({
        ...{ type: "response" as const, seq: ++this.#sequence },
        ...{ request_seq: seq, command, ...more },
      }) satisfies DebugResponse;
    try {
      return reply({ success: true, body: await this.#run(request) });
    } catch (error) {
      if (!(error instanceof DebugError)) throw error;
      return reply({ success: false, body: {}, message: error.message });
    }
  }

  /** A cell is about to run. @returns what is to be waited for before it does */
  begin(
    label: string,
    code: string,
    compiled: CompiledCell,
  ): Promise<void> | undefined {
    const { sources, breakpoints, notebook, isStarted } = this.#session;
    const cell = sources.add(label, code, compiled);
    notebook.forget();
    if (!isStarted) return undefined;
    // A debugger that fails must not keep a cell from running.
    return breakpoints.bindNew(cell, compiled).catch(() => {});
  }

  /** A cell has ended. */
  ended(): void {
    this.#session.notebook.forget();
    this.#session.threads.main.cellEnded();
  }

  hear(word: DebugWord): void {
    const { v8, workers } = this.#session;
    if (!v8.hear(word)) workers.tell(word);
  }

  /** The process of the cells has ended. */
  forgetRuntime(): void {
    const { sources, scripts, breakpoints, notebook } = this.#session;
    const { threads, workers, v8 } = this.#session;
    v8.forget();
    workers.forget();
    threads.main.forgetRuntime();
    scripts.forget();
    breakpoints.forgetRuntime();
    notebook.forget();
    sources.forget();
  }

  /** There is another. */
  runtimeStarted(): void {
    const { isStarted, breakpoints } = this.#session;
    if (!isStarted) return;
    void connect(this.#session)
      .then(() => breakpoints.bindFiles())
      .catch(() => {});
  }

  #run(request: DebugRequest): Promise<object> | object {
    const run = commands.get(request.command);
    if (!run)
      throw new DebugError(`this kernel has no answer to ${request.command}`);
    if (!this.#session.isStarted && run.when === "started")
      throw new DebugError("the debugger is not started");
    return run.answer(this.#session, request.arguments);
  }

  #tell(event: string, body: object): void {
    this.onEvent({ type: "event", seq: ++this.#sequence, event, body });
  }
}
