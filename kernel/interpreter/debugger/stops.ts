import type { Debugger as V8, Runtime } from "node:inspector";
import type { Hit } from "./breakpoints.ts";
import { DebugError } from "../debug-adapter.ts";
import type { Exceptions } from "./exceptions.ts";
import type { Frames, ShownFrame } from "./frames.ts";
import { isException, type Step, type StepLine, Stepping } from "./stepping.ts";
import { toLine } from "./remote-values.ts";
import { Variables } from "./variables.ts";
import type { V8Debugger } from "./v8-debugger.ts";

/** A step that ends within this time is shown as a move from line to line, not as code that ran and stopped. */
const stepMs = 100;

interface Parts {
  /** The number by which front ends know the thread. */
  thread: number;
  v8: V8Debugger;
  frames: Frames;
  /** What V8's breakpoints are to a person. */
  hitsOf(v8Ids: string[]): Hit[];
  exceptions: Exceptions;
  withTypes(): boolean;
  tell(event: string, body: object): void;
  /** Code has run, or is about to. */
  changed(): void;
}

/** A moment at which the code stands still. */
interface Stop {
  frames: ShownFrame[];
  exception?: Runtime.RemoteObject;
  line: StepLine;
}

/**
 * Whether the code stands still, and where. V8 stops in places, too, that nobody wants to see: those it leaves at once.
 *
 *     running -> stopped -> stepping -> stopped ...        any -> running
 */
export class Stops {
  #stop: Stop | undefined;
  readonly #stepping = new Stepping();
  /** Told when a step takes long, or the code ends in it. */
  #late: NodeJS.Timeout | undefined;
  readonly #counts = new Map<number, number>();
  readonly variables: Variables;
  readonly thread: number;
  readonly v8: V8Debugger;

  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.thread = parts.thread;
    this.v8 = parts.v8;
    this.variables = new Variables(parts.v8, "stop", parts.withTypes);
  }

  get isStopped(): boolean {
    return this.#stop !== undefined;
  }

  /** The newest call first; none while the code runs. */
  get frames(): ShownFrame[] {
    return this.#stop?.frames ?? [];
  }

  get exception(): Runtime.RemoteObject | undefined {
    return this.#stop?.exception;
  }

  frame(id: number): ShownFrame | undefined {
    return this.frames.find(({ shown }) => shown.id === id);
  }

  paused(event: V8.PausedEventDataType): void {
    const { v8, frames } = this.#parts;
    const owners = event.callFrames.map((each) => frames.ownerOf(each));
    const hits = this.#parts.hitsOf(event.hitBreakpoints ?? []);
    const wanted = hits.filter((hit) => this.#isWanted(hit));
    if (hits.length > 0 && wanted.length === 0 && !this.#stepping.isUnderWay)
      return void v8.ask("Debugger.resume");
    const shown = frames.show(event.callFrames);
    if (isException(event)) return void this.#thrown(event, shown);
    if (owners[0] !== "person" && owners[0] !== "package")
      return void v8.ask(this.#stepping.goOn(owners));
    if (hits.length === 0) {
      const more = this.#stepping.moreOnLine(toLineOf(event, shown));
      if (more) return void v8.ask(more);
    }
    this.#stopAt(
      event,
      shown,
      wanted.map(({ id }) => id),
    );
  }

  async #thrown(
    event: V8.PausedEventDataType,
    shown: ShownFrame[],
  ): Promise<void> {
    const { exceptions, v8 } = this.#parts;
    const persons = shown.filter(
      ({ shown: { presentationHint } }) => presentationHint === "normal",
    );
    const wanted = await exceptions.areWanted(persons).catch(() => true);
    if (wanted) this.#stopAt(event, shown, []);
    else await v8.ask("Debugger.resume");
  }

  resumed(): void {
    if (!this.#stop) return;
    this.#stop = undefined;
    this.variables.forget();
    this.#parts.changed();
    if (!this.#stepping.isUnderWay) return this.#tellContinued();
    this.#late ??= setTimeout(() => this.#tellContinued(), stepMs);
  }

  async go(how: Step | "Debugger.resume"): Promise<void> {
    if (!this.#stop) throw new DebugError("the code is not stopped");
    if (how === "Debugger.resume") this.#stepping.end();
    else this.#stepping.begin(how, this.#stop.line);
    this.variables.release();
    await this.#parts.v8.ask(how);
  }

  async pause(): Promise<void> {
    this.#stepping.begin("pause");
    await this.#parts.v8.ask("Debugger.pause");
  }

  /** To V8, which may be another than before. */
  async applyFilters(): Promise<void> {
    const { filters } = this.#parts.exceptions;
    const state = filters.length > 0 ? "all" : "none";
    await this.#parts.v8.ask("Debugger.setPauseOnExceptions", { state });
  }

  /** No front end debugs any more: the code goes on. */
  forgetSession(): void {
    this.#stop = undefined;
    this.#stepping.end();
    clearTimeout(this.#late);
    this.#late = undefined;
    this.#counts.clear();
    this.variables.forget();
  }

  /** A step that was to end in it ends with it. */
  cellEnded(): void {
    this.#stepping.end();
    if (this.#late) this.#tellContinued();
  }

  /** The thread has ended. */
  forgetRuntime(): void {
    const wasStopped = this.isStopped || this.#late !== undefined;
    this.#stop = undefined;
    this.#stepping.end();
    this.#counts.clear();
    this.variables.forget();
    if (wasStopped) this.#tellContinued();
  }

  #stopAt(
    event: V8.PausedEventDataType,
    frames: ShownFrame[],
    hitBreakpointIds: number[],
  ): void {
    clearTimeout(this.#late);
    this.#late = undefined;
    const wasStepping = this.#stepping.isStep;
    this.#stepping.end();
    const exception = isException(event)
      ? (event.data as Runtime.RemoteObject)
      : undefined;
    this.#stop = { frames, exception, line: toLineOf(event, frames) };
    this.#parts.changed();
    this.#parts.tell("stopped", {
      reason: reasonOf(event, hitBreakpointIds, wasStepping),
      ...(exception ? { text: toLine(exception) } : {}),
      hitBreakpointIds,
    });
  }

  /** Of a hit condition, counts. */
  #isWanted({ id, hitCondition }: { id: number; hitCondition?: string }) {
    const count = (this.#counts.get(id) ?? 0) + 1;
    this.#counts.set(id, count);
    return isReached(hitCondition, count);
  }

  #tellContinued(): void {
    clearTimeout(this.#late);
    this.#late = undefined;
    this.#parts.tell("continued", {});
  }
}

function toLineOf(
  { callFrames: [top, ...others] }: V8.PausedEventDataType,
  [frame]: ShownFrame[],
): StepLine {
  const { scriptId, lineNumber, columnNumber } = top!.functionLocation!;
  return {
    call: `${others.length} ${scriptId} ${lineNumber}:${columnNumber}`,
    line: frame?.shown.line ?? 0,
  };
}

function reasonOf(
  event: V8.PausedEventDataType,
  hits: number[],
  wasStepping: boolean,
): string {
  if (isException(event)) return "exception";
  if (hits.length > 0) return "breakpoint";
  return wasStepping ? "step" : "pause";
}

/** `5` or `>= 5`: from the fifth time on, `== 5`: only then, `% 5`: every fifth time. */
export function isReached(condition: string | undefined, count: number) {
  const [, operator = ">=", text] =
    /^(==?=?|>=?|<=?|%)?\s*(\d+)$/.exec((condition ?? "").trim()) ?? [];
  if (text === undefined) return true;
  const number = Number(text);
  if (operator === ">") return count > number;
  if (operator === "<") return count < number;
  if (operator === "<=") return count <= number;
  if (operator === "%") return count % number === 0;
  return operator === ">=" ? count >= number : count === number;
}
