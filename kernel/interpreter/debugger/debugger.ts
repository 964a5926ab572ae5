import type { Debugger as V8 } from "node:inspector";
import type { CompiledCell } from "../cell/compiled-cell.ts";
import type { DebugWord } from "../wire/messages.ts";
import { Breakpoints } from "./breakpoints.ts";
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
import { Evaluation } from "./evaluation.ts";
import { Exceptions } from "./exceptions.ts";
import { Frames } from "./frames.ts";
import { NotebookVariables } from "./notebook-variables.ts";
import type { Session } from "./session.ts";
import { Sources } from "./sources.ts";
import { Stops } from "./stops.ts";
import { V8Debugger } from "./v8-debugger.ts";

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
    const sources = new Sources();
    const v8 = new V8Debugger((question) => parts.send(question), {
      paused: (event) => this.#session.stops.paused(event),
      resumed: () => this.#session.stops.resumed(),
      parsed: (script: V8.ScriptParsedEventDataType) => sources.parsed(script),
    });
    const evaluation = new Evaluation({ ...parts, v8 });
    const breakpoints = new Breakpoints({
      v8,
      sources,
      compile: (code) => parts.compile(code),
      toCondition: (asked) => evaluation.toCondition(asked),
    });
    const withTypes = () => this.#session.client !== "jupyterlab";
    const notebook = new NotebookVariables(v8, () => parts.names(), withTypes);
    const frames = new Frames(sources, parts.ownFolder);
    const tell = (event: string, body: object) => this.#tell(event, body);
    const changed = () => notebook.forget();
    const exceptions = new Exceptions(parts.reader, sources);
    const told = {
      v8,
      frames,
      breakpoints,
      exceptions,
      withTypes,
      tell,
      changed,
    };
    this.#session = {
      ...{ isStarted: false, client: "", parts, tell },
      ...{ sources, v8, evaluation, breakpoints, notebook, frames },
      stops: new Stops(told),
    };
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
    this.#session.stops.cellEnded();
  }

  hear(word: DebugWord): void {
    this.#session.v8.hear(word);
  }

  /** The process of the cells has ended. */
  forgetRuntime(): void {
    const { sources, breakpoints, notebook, stops, v8 } = this.#session;
    v8.forget();
    stops.forgetRuntime();
    breakpoints.forgetRuntime();
    notebook.forget();
    sources.forget();
  }

  /** There is another. */
  runtimeStarted(): void {
    const { isStarted, v8, parts, stops } = this.#session;
    if (isStarted) void connect(v8, parts.ownFolder, stops).catch(() => {});
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
