import vm from "node:vm";
import type { Display } from "../../display/mime-bundle.ts";
import { toMimeBundle } from "../../display/to-mime-bundle.ts";
import type { CompiledCell } from "../cell/compiled-cell.ts";
import type { Outcome } from "../interpreter.ts";
import type { CellAwaits } from "./cell-awaits.ts";
import { type Body, runBody } from "./cell-body.ts";
import type { CellContext } from "./cell-context.ts";
import { cutOff, type ProcessExit } from "./cell-exit.ts";
import type { CellTimers } from "./cell-timers.ts";
import { type Place as CutPlace, placeOf } from "./cut.ts";
import { cleanUpMs } from "./interrupter.ts";
import { nameAndMessage } from "./name-and-message.ts";
import type { Stacks } from "./stacks.ts";
import { afterTurn, cells } from "./realm.ts";

/** The person stopped the cell. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";

  /** @param frames where the cell was */
  constructor(frames: string[] = []) {
    super("the cell was stopped; its variables are kept");
    this.stack = [`${this.name}: ${this.message}`, ...frames].join("\n");
  }
}

interface Running {
  cell: number;
  /** What the cell is called in stacks. */
  file: string;
  /** @param cut its code did not come to its end (default: after an error) */
  finish(outcome: Outcome, cut?: boolean): void;
  /** Its end is being told, and has been told. */
  state: "running" | "ending" | "ended";
  /** It has ended itself, wherever its code was. */
  exited: boolean;
  /** The newest Stop that it was told of, and when it must be over at the latest. */
  stop?: { request: number; end: number; error: Interrupted };
  /** The awaits of its own code. */
  awaits: CellAwaits;
  /** Rejects the await of the runtime's own that it is in. */
  reject?: (error: Error) => void;
  /** Work that belongs to the cell although its code is through. */
  pending: Set<Promise<unknown>>;
  /** What failed on the side: a rejection nobody handled, an exception in a timer. */
  failure?: { error: unknown };
}

interface Cut {
  cell: number | undefined;
  frames: string[];
}

interface Run {
  cell: number;
  compiled: CompiledCell;
  /** Imports and declarations, before the code; part of the cell for errors and for Stop. */
  prepare(): Promise<void>;
  /** Leaves out the result. */
  silent: boolean;
  /** Hears the value of the last statement. */
  gave(value: unknown): void;
  /** A callback: a promise would look for `then` on the outcome, and a cell can put one on all objects. */
  ended(outcome: Outcome, cut: boolean): void;
}

/** Whoever grades takes a cell without an error for one whose checks were passed. */
const isGrading = process.env.NBGRADER_EXECUTION !== undefined;

/**
 * Runs cells; one may begin while another awaits.
 * Invariant: `ended` is called for each cell, by the code's end or by an interrupt; a second time only if V8 cut the
 * first call off. Promise callbacks of the main thread can be lost when V8 terminates code, and so can timers: an
 * interrupt relies on neither, but on being repeated.
 */
export class CellRunner {
  readonly #running = new Map<number, Running>();
  /** Cells whose end has been told. */
  readonly #over = new Set<number>();
  /** Cells that Stop has ended: none of their functions' awaits settles any more. */
  readonly #stopped = new Set<number>();
  /** Where code was when it was cut. */
  #place: Cut | undefined;

  readonly #stacks: Stacks;
  readonly #context: CellContext;
  readonly #timers: CellTimers;

  constructor(stacks: Stacks, context: CellContext, timers: CellTimers) {
    this.#stacks = stacks;
    this.#context = context;
    this.#timers = timers;
  }

  run({ cell, compiled, prepare, silent, gave, ended }: Run): void {
    const running: Running = {
      cell,
      file: compiled.file,
      state: "running",
      exited: false,
      awaits: new cells.CellAwaits(),
      pending: new Set(),
      finish: (outcome, cut = outcome.status === "error") => {
        // V8 may cut this off, and then what is left of it is done again.
        if (running.state !== "ended") {
          running.state = "ending";
          if (running.stop) {
            running.awaits.end(running.stop.error);
            this.#endCode(cell);
          }
          ended(outcome, cut);
          running.state = "ended";
          this.#over.add(cell);
        }
        if (this.#running.get(cell) === running) this.#running.delete(cell);
      },
    };
    this.#running.set(cell, running);
    this.#over.delete(cell);
    this.#context.run(cell, () => {
      void this.#runToEnd(running, { compiled, prepare, silent, gave });
    });
  }

  /** The cell that the running code belongs to, while it has not ended. */
  get #current(): Running | undefined {
    return this.#running.get(this.#context.cell ?? 0);
  }

  async #runToEnd(
    running: Running,
    { compiled, prepare, silent, gave }: Omit<Run, "cell" | "ended">,
  ): Promise<void> {
    try {
      await this.#orStop(running, prepare());
      const script = new vm.Script(compiled.code, {
        filename: compiled.file,
        importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      });
      const { returned } = await runBody(
        script.runInThisContext() as Body,
        running.awaits,
      );
      if (returned && !silent) gave(returned[0]);
      const result = await this.#orStop(running, this.#show(returned, silent));
      while (running.pending.size)
        await this.#orStop(running, Promise.allSettled(running.pending));
      // One turn of the loop: Node reports a rejection that nobody handled only after the microtasks.
      await new Promise<void>((resolve) => afterTurn(resolve));
      const failure = running.stop
        ? { error: running.stop.error }
        : running.failure;
      running.finish(
        failure ? this.#toOutcome(failure.error) : { status: "ok", result },
      );
    } catch (error) {
      // What ended it has said so, or is about to.
      if (running.exited) return;
      const at = running.awaits.placeOf(error);
      if (at) this.#stacks.addPlace(error, compiled.file, at);
      const outcome = this.#toOutcome(running.stop?.error ?? error);
      // A text or a number that was not thrown in a cell: it is told where the cell met it.
      const line =
        at && !running.stop && outcome.traceback.length === 1
          ? this.#stacks.lineOf(compiled.file, at)
          : undefined;
      if (line) outcome.traceback.push(line);
      running.finish(outcome);
    }
  }

  /** Awaits work of the runtime's own in a way that an interrupt can end, with promises that no cell can change. */
  #orStop<T>(running: Running, work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const settle =
        <V>(settleWith: (value: V) => void) =>
        (value: V) => {
          if (running.reject === reject) running.reject = undefined;
          settleWith(value);
        };
      running.reject = reject;
      work.then(settle(resolve), settle(reject));
    });
  }

  async #show(
    returned: [value: unknown] | undefined,
    silent: boolean,
  ): Promise<Display | undefined> {
    if (silent || !returned || returned[0] === undefined) return undefined;
    const display = await toMimeBundle(returned[0]);
    // One without a type has shown itself already, as figures do.
    return Object.keys(display.data).length ? display : undefined;
  }

  hold(work: Promise<unknown>): void {
    const pending = this.#current?.pending;
    if (!pending) return;
    pending.add(work);
    const done = () => pending.delete(work);
    work.then(done, done);
  }

  /** Takes note of an error outside any await of a cell. Returns false when that cell is not running. */
  fail(cell: number, error: unknown): boolean {
    const running = this.#running.get(cell);
    if (running) running.failure ??= { error };
    return running !== undefined;
  }

  isRunning(cell: number): boolean {
    return this.#running.has(cell);
  }

  /** Where code was when it was cut; asked once. */
  takePlace(): Cut | undefined {
    const place = this.#place;
    this.#place = undefined;
    return place;
  }

  /**
   * Says whether what runs at this moment may be cut, and notes where it is. V8 calls it in the midst of the code.
   * @param anyway it is cut wherever it is
   * @param cells those that are stopped, messages too. Once the end of all is told, the next cell may be what runs
   */
  noteCut(anyway: boolean, cells: readonly number[]): CutPlace {
    const isOver = (cell: number) =>
      this.#over.has(cell) || this.#running.get(cell)?.state === "ending";
    if (cells.length > 0 && cells.every(isOver)) return "free";
    const sites = this.#stacks.here();
    const files = sites.map((site) => site.getFileName() ?? "");
    // The innermost are our own, called by an evaluation, which has no file.
    const beneath = files.slice(files.indexOf("") + 1).filter(Boolean);
    const found = placeOf(beneath, (file) => this.#stacks.isLibrary(file));
    const place = anyway && found === "tender" ? "willing" : found;
    if (place === "willing") this.notePlace(sites);
    return place;
  }

  /** Notes what runs at this moment. V8 calls it in the midst of code that is about to be cut. */
  notePlace(sites = this.#stacks.here()): void {
    const frames = this.#stacks.format(sites);
    this.#place = { cell: this.#context.cell, frames };
  }

  /**
   * Stops cells. Those that await get an error there, and some time for `catch` and `finally`; of the others V8 has cut
   * the code, and their promise will never settle.
   * @returns whether all have ended; call it again until they have
   */
  interrupt(cells: readonly number[], request: number): boolean {
    if (cells.length > 0) this.#tellAll(cells, request);
    return cells.every((cell) => !this.#running.has(cell));
  }

  #tellAll(cells: readonly number[], request: number): void {
    const place = this.takePlace();
    for (const cell of cells) {
      const running = this.#running.get(cell);
      if (running) this.#stop(running, request, place);
    }
  }

  #stop(running: Running, request: number, place: Cut | undefined): void {
    const { stop } = running;
    if (stop?.request !== request) this.#tell(running, request, place);
    else if (performance.now() > stop.end) this.#end(running);
  }

  #tell(running: Running, request: number, place: Cut | undefined): void {
    const { reject, awaits } = running;
    const error = new Interrupted(this.#whereIs(running, place));
    const end = performance.now() + cleanUpMs;
    running.stop = { request, end, error };
    if (reject) reject(error);
    // Its promise may be settled, and about to say so.
    else if (!awaits.interrupt(error)) afterTurn(() => this.#end(running));
  }

  /** Where its code was cut, or the await at which it waits. */
  #whereIs({ cell, file, awaits }: Running, place: Cut | undefined): string[] {
    if (place?.cell === cell && place.frames.length > 0) return place.frames;
    const line = awaits.line > 0 && this.#stacks.lineOf(file, awaits);
    return line ? [line] : [];
  }

  /** At once: the next cell may begin before this one's timers would have come. */
  #endCode(cell: number): void {
    this.#stopped.add(cell);
    cells.askLive(() => this.#stopped.has(this.#context.cell ?? 0));
    this.#timers.clear(cell);
  }

  /** Work beside the cells that Stop ends: none of its awaits settles any more. */
  stopAsides(numbers: readonly number[]): void {
    for (const number of numbers) this.#endCode(number);
  }

  #end(running: Running): void {
    running.finish(this.#toOutcome(running.stop?.error));
  }

  /**
   * The cell's own code ends the cell.
   * @returns not at all; false when that cell has ended already
   */
  exit(exit: ProcessExit): false {
    const running = this.#current;
    if (!running) return false;
    running.exited = true;
    running.awaits.end(exit);
    const isFailure = exit.code !== 0 || isGrading;
    const outcome: Outcome = isFailure
      ? this.#toOutcome(exit)
      : { status: "ok" };
    setImmediate(() => running.finish(outcome, true));
    return cutOff();
  }

  #toOutcome(error: unknown): Outcome & { status: "error" } {
    const { name, message } = nameAndMessage(error);
    return {
      status: "error",
      name,
      message,
      traceback: this.#stacks.describe(error),
    };
  }
}
