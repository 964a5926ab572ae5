import { setImmediate as nextTurn } from "node:timers/promises";
import type { Broadcast, CommEvent } from "../comm-event.ts";
import { CellCompiler } from "./cell-compiler.ts";
import { CellOutputs } from "./cell-outputs.ts";
import { CellPreparation } from "./cell-preparation.ts";
import { CellTypes } from "./cell-types.ts";
import { CellsElsewhere } from "./cells-elsewhere.ts";
import type { CompiledCell } from "../cell/compiled-cell.ts";
import type { Debugger } from "../debugger/debugger.ts";
import type { Editor } from "../editor.ts";
import { describeEnd, type EndReason } from "../end-reason.ts";
import type {
  Cell,
  Completeness,
  Completions,
  Interpreter,
  Outcome,
  OutputHandler,
} from "../interpreter.ts";
import type { Display } from "../../display/mime-bundle.ts";
import { ThreadReader } from "../reading/thread-reader.ts";
import { TypeServer } from "../types/type-server.ts";
import { firstAside, type RuntimeMessage } from "../wire/messages.ts";
import {
  LiveValues,
  withVariables,
  mergeCompletions,
  mergeInspection,
} from "./live-values.ts";
import { Evaluations, failAll } from "./evaluations.ts";
import { LostNames } from "./lost-names.ts";
import { openDebugger } from "./open-debugger.ts";
import { OpenComms } from "./open-comms.ts";
import { interruptedBeforeItRan, lostOutcome, noRuntime } from "./outcomes.ts";
import { askPerson } from "./ask-person.ts";
import type { HostOptions } from "./host-options.ts";
import { type Running, RunningCells } from "./running-cells.ts";
import { RuntimeKeeper } from "./runtime-keeper.ts";
import { Stop } from "./stop.ts";
import { stopWith } from "./stop-with.ts";

/**
 * Our side of the interpreter: compiles cells, hands them to the runtime process, and takes its output and outcomes
 * apart by cell. When the runtime dies, the cell says how, and a new runtime takes its place.
 */
export class HostInterpreter implements Interpreter {
  #state: "idle" | "started" | "stopped" = "idle";
  readonly #runtime: RuntimeKeeper;
  readonly #cells = new RunningCells();
  readonly #reader: ThreadReader;
  readonly #compiler: CellCompiler;
  readonly #types: CellTypes;
  readonly #preparation: CellPreparation;
  readonly elsewhere: CellsElsewhere;
  readonly debugger: Debugger;
  readonly #lost = new LostNames();
  readonly #outputs = new CellOutputs();
  readonly #evaluations = new Evaluations();
  readonly #comms = new OpenComms();
  readonly #stop = new Stop(
    stopWith({
      runtime: () => this.#runtime,
      cells: this.#cells,
      outputs: this.#outputs,
      comms: this.#comms,
      evaluations: this.#evaluations,
    }),
  );
  readonly #values = new LiveValues(
    (message) => this.#runtime.send(message),
    () => this.#compiler.names,
  );

  readonly #options: HostOptions;

  constructor(options: HostOptions) {
    this.#options = options;
    const { directory, libTypes, processes } = options;
    this.#reader =
      options.reader ??
      new ThreadReader({ program: options.readerProgram, log: options.log });
    this.#compiler = new CellCompiler(directory, this.#reader);
    this.#runtime = new RuntimeKeeper(
      options,
      {
        message: (message) => this.#receive(message),
        stream: (name, cell, text) => this.#print(name, cell, text),
        isAhead: () => this.#outputs.isAnyAhead,
        caughtUp: () => this.#outputs.caughtUp(),
        helper: (word) =>
          word.type === "looked"
            ? this.#values.answer(word)
            : this.debugger.hear(word),
        ended: (reason) => this.#forgetRuntime(reason),
        started: () => {
          this.debugger.runtimeStarted();
          this.#sendWaiting();
        },
        gaveUp: (reason) => this.#giveUp(reason),
      },
      processes?.runtime,
    );
    this.debugger = openDebugger({
      runtime: this.#runtime,
      program: options.program,
      reader: this.#reader,
      compiler: this.#compiler,
      outputs: this.#outputs,
      types: () => this.#types,
      evaluate: (expressions) => this.evaluate(expressions),
    });
    const typeServer =
      processes?.typeServer ??
      (libTypes ? new TypeServer({ ...options, libTypes }) : undefined);
    this.#types = new CellTypes(typeServer, this.#reader, this.#lost);
    this.#preparation = new CellPreparation(
      this.#reader,
      {
        directory,
        confined: options.packages === undefined,
        reset: () => this.#reset(),
      },
      options.packages,
      this.#types,
      this.#compiler,
    );
    this.elsewhere = new CellsElsewhere(
      this.#compiler,
      this.#types,
      this.#outputs,
    );
  }

  /** Starts the runtime and TypeScript's server, and returns at once; cells wait for both, for the latter 2 s at most. */
  start(): void {
    if (this.#state !== "idle") return;
    this.#state = "started";
    this.#runtime.start();
    this.#types.start();
  }

  /** Loads the code that checks and compiles cells; otherwise the first cell does. */
  async load(): Promise<void> {
    this.#reader.start();
    await this.#types.load();
  }

  /** Process of TypeScript's server, while there is one. */
  get typesPid(): number | undefined {
    return this.#types.pid;
  }

  async execute(asked: Cell, output: OutputHandler): Promise<Outcome> {
    const number = this.#outputs.addCell(output);
    const label = this.#compiler.label(asked.executionCount);
    const preparing = this.#cells.prepare();
    const prepared = await this.#preparation.prepare(number, asked, output, {
      label,
      // The names of a cell that still runs are not known yet to TypeScript; cells beside it run unchecked.
      unchecked: () => this.#cells.areRunning,
      signal: preparing.stopped.signal,
    });
    if (!("error" in prepared))
      await this.debugger.begin(label, asked.code, prepared.compiled);
    this.#cells.prepared(preparing);
    if (preparing.outcome) return preparing.outcome;
    if ("error" in prepared) return prepared.error;
    const outcome = await this.#run(number, prepared.compiled, prepared.cell);
    return this.#lost.addTo(this.#compiler.addFrame(outcome));
  }

  async #reset(): Promise<void> {
    this.#compiler.forget();
    await this.#types.reset();
  }

  #run(number: number, compiled: CompiledCell, cell: Cell): Promise<Outcome> {
    if (this.#state === "stopped")
      return Promise.resolve({ status: "aborted" });
    this.#runtime.wake();
    const settled = this.#cells.add(number, compiled, cell);
    this.#compiler.declare(compiled);
    const { cellId, silent } = cell;
    this.#runtime.send({
      type: "execute",
      cell: number,
      cellId,
      compiled,
      silent,
    });
    return settled;
  }

  /** Cells that came while there was no runtime, or one that did not come up. */
  #sendWaiting(): void {
    if (this.#stop.isPressed) {
      this.#stopWaiting();
      return this.#stop.clear();
    }
    for (const [cell, { compiled, silent, cellId }] of this.#cells.all)
      this.#runtime.send({ type: "execute", cell, cellId, compiled, silent });
  }

  async evaluate(
    expressions: Record<string, string>,
  ): Promise<Record<string, Outcome>> {
    const compiled = await this.#compiler.compileAll(expressions);
    if (!compiled.length) return {};
    if (!this.#runtime.takesMessages)
      return failAll(Object.keys(expressions), lostOutcome(noRuntime));
    for (const { compiled: each } of compiled)
      if (!("error" in each)) this.#compiler.declare(each);
    const cell = this.#outputs.addCell(this.#outputs.of(undefined)!);
    return this.#evaluations.wait(cell, Object.keys(expressions), () =>
      this.#runtime.send({ type: "evaluate", cell, expressions: compiled }),
    );
  }

  get comms(): ReadonlyMap<string, string> {
    return this.#comms.targets;
  }

  get editor(): Editor {
    return withVariables(this.#types.editor, this.#values);
  }

  async receive(event: CommEvent, output: OutputHandler): Promise<boolean> {
    if (!this.#runtime.takesMessages) return false;
    const number = this.#outputs.addMessage(output);
    return this.#comms.receive(number, event, () =>
      this.#runtime.send({ type: "comm", cell: number, event }),
    );
  }

  async interrupt(): Promise<void> {
    if (this.#cells.arePreparing) this.#reader.interrupt();
    if (!this.#runtime.takesMessages) return this.#stopWaiting();
    this.#cells.settlePreparing(interruptedBeforeItRan);
    if (this.#stop.isStubborn) return this.#runtime.end({ kind: "stubborn" });
    const cells = [
      ...this.#cells.numbers,
      ...this.#evaluations.cells,
      ...this.#comms.cells,
    ];
    // To stop none would end what cells that are over have left running.
    if (cells.length > 0 || !this.#cells.arePreparing)
      await this.#stop.press(cells);
  }

  /** There is no runtime, so that none of its cells has begun. */
  #stopWaiting(): void {
    this.#cells.settlePreparing(interruptedBeforeItRan);
    this.#cells.settleRunning(interruptedBeforeItRan);
  }

  isComplete(code: string): Promise<Completeness> {
    return this.#reader
      .completeness(code)
      .catch((): Completeness => ({ status: "unknown" }));
  }

  async complete(code: string, cursor: number): Promise<Completions> {
    const [typed, live] = await Promise.all([
      this.#types.complete(code, cursor),
      this.#values.members(code, cursor),
    ]);
    return mergeCompletions(typed, live, cursor);
  }

  async inspect(
    code: string,
    cursor: number,
    detail: 0 | 1,
  ): Promise<Display | undefined> {
    const [typed, value] = await Promise.all([
      this.#types.inspect(code, cursor, detail),
      this.#values.preview(code, cursor),
    ]);
    return mergeInspection(typed, value);
  }

  async shutdown(): Promise<void> {
    this.#state = "stopped";
    this.#types.stop();
    await Promise.all([
      this.#options.reader ? undefined : this.#reader.stop(),
      this.#runtime.stop(),
    ]);
    await this.#outputs.drained();
  }

  /** Ends the runtime and all below it without a word to it; `shutdown` does the rest. */
  kill(): void {
    this.#runtime.process?.kill();
  }

  // --- the runtime process

  #receive(message: RuntimeMessage): void {
    switch (message.type) {
      case "ready":
        return;
      case "display":
        return this.#outputs.show(message);
      case "clear":
        return this.#outputs.of(message.cell)?.clearOutput(message.wait);
      case "broadcast":
        return this.#broadcast(message.cell, message.message);
      case "received":
        return this.#comms.settle(message.cell, message.handled);
      case "input":
        return void askPerson(
          message,
          this.#outputs.of(message.cell)!,
          // The one that asks: its successor has questions of its own.
          this.#runtime.process,
        );
      case "done":
        return void this.#finish(message);
      case "interrupted":
        return this.#stop.taken(message.request);
      case "stopped":
        return this.#stop.over(message.request);
      case "evaluated":
        return void this.#evaluations.settle(message.cell, message.outcomes);
    }
  }

  #print(name: "stdout" | "stderr", cell: number | undefined, text: string) {
    if (cell !== undefined && cell > firstAside)
      this.#runtime.send({ type: "aside", cell, name, text });
    else this.#outputs.of(cell)?.stream(name, text);
  }

  #broadcast(cell: number, message: Broadcast): void {
    this.#comms.note(message);
    this.#outputs.of(cell)?.broadcast(message);
  }

  async #finish(done: RuntimeMessage & { type: "done" }): Promise<void> {
    const running = this.#cells.get(done.cell);
    // Told a second time, a program in a cell has told it.
    if (!running || running.ended) return;
    running.ended = true;
    const outcome = this.#stop.outcomeOf(done);
    // What bypassed the runtime's line was written before its last word: it is read in this turn or, in its middle, the next.
    await nextTurn();
    await nextTurn();
    // The process may have ended in the meantime, which settles the cell too.
    if (!this.#cells.remove(done.cell)) return;
    if (done.began) await this.#commit(running, done);
    this.debugger.ended();
    running.settle(outcome);
  }

  /** What the cell declared is there for later cells, for their types too; of one that failed, what it came to. */
  async #commit(
    { compiled, code, executionCount }: Running,
    { cell, missed, outcome }: RuntimeMessage & { type: "done" },
  ): Promise<void> {
    this.#compiler.commit(compiled, missed);
    void this.#types.commit(
      { id: cell, code, executionCount },
      missed,
      outcome.status !== "ok",
    );
  }

  /** The runtime has ended, and everything in it. */
  #forgetRuntime(reason: EndReason): void {
    this.#lost.add(this.#compiler.forget());
    this.debugger.forgetRuntime();
    this.#stop.clear();
    const message = `${describeEnd(reason)}; variables are lost, the kernel is ready for the next cell`;
    const outcome = lostOutcome(message, reason);
    this.#evaluations.failAll(outcome);
    this.#comms.settleAll();
    for (const closing of this.#comms.closings())
      this.#broadcast(this.#outputs.last, closing);
    if (this.#state === "stopped")
      return this.#cells.settleRunning({ status: "aborted" });
    this.#options.runtimeEnded?.();
    void this.#types.forget();
    if (!this.#cells.areRunning && !this.#cells.arePreparing)
      this.#outputs.of(undefined)?.stream("stderr", `${message}\n`);
    // A cell was checked against variables that are gone.
    this.#cells.settlePreparing(outcome);
    this.#cells.settleRunning(outcome);
  }

  /** No runtime comes up. Whoever waits for one is told why, and the next cell tries again. */
  #giveUp(reason: EndReason): void {
    this.#stop.clear();
    this.#options.runtimeEnded?.();
    const message = `cells cannot run: ${describeEnd(reason)}. The next cell tries again`;
    if (!this.#cells.areRunning)
      this.#outputs.of(undefined)?.stream("stderr", `${message}\n`);
    this.#cells.settleRunning(lostOutcome(message, reason));
  }
}
