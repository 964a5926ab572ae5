import type { Debugger } from "node:inspector";
import type { Owner } from "./frames.ts";

export type Step =
  "Debugger.stepOver" | "Debugger.stepInto" | "Debugger.stepOut";

/** A line of a call: V8 steps by statements and returns, a person by lines. */
export interface StepLine {
  /** The same for all places of one call. */
  call: string;
  line: number;
}

/** A loop on one line is not stepped through to its end. */
const mostOnLine = 50;

/** A step into Node's own code goes on in it this far, for a listener of the person's; then out of it. */
const mostStepsInside = 200;

/**
 * Where a step ends: in the person's code. V8 leaves out what is black-boxed, our files and packages, but not Node's own
 * code nor the call around a cell.
 */
export class Stepping {
  #asked: Step | "pause" | undefined;
  #inside = 0;
  #onLine = 0;
  #from: StepLine | undefined;

  /** @param from where the code stands */
  begin(asked: Step | "pause", from?: StepLine): void {
    this.#asked = asked;
    this.#inside = this.#onLine = 0;
    this.#from = from;
  }

  end(): void {
    this.#asked = undefined;
  }

  get isUnderWay(): boolean {
    return this.#asked !== undefined;
  }

  get isStep(): boolean {
    return this.isUnderWay && this.#asked !== "pause";
  }

  /**
   * V8 has stopped in code that nobody steps through.
   * @param owners of the calls, the newest first
   */
  goOn(owners: Owner[]): Step | "Debugger.resume" {
    if (this.#asked === "pause") return "Debugger.stepInto";
    if (!owners.includes("person")) return "Debugger.resume";
    const isInto = this.#asked === "Debugger.stepInto";
    if (isInto && ++this.#inside < mostStepsInside) return "Debugger.stepInto";
    return "Debugger.stepOut";
  }

  /** V8 has stopped in the person's code. @returns how to go on, if the step has not left its line */
  moreOnLine({ call, line }: StepLine): Step | undefined {
    const from = this.#from;
    const isSame = from?.call === call && from.line === line;
    if (!isSame || ++this.#onLine > mostOnLine) return undefined;
    return this.isStep && this.#asked !== "Debugger.stepOut"
      ? (this.#asked as Step)
      : undefined;
  }
}

/** What V8 stopped for, in the words of front ends; `other` at the end of a step, a pause, a `debugger` statement. */
export function isException({ reason }: Debugger.PausedEventDataType): boolean {
  return reason === "exception" || reason === "promiseRejection";
}
