import type { Outcome } from "../interpreter.ts";
import type { RuntimeMessage } from "../wire/messages.ts";
import { interruptedUnheard } from "./outcomes.ts";

type Done = RuntimeMessage & { type: "done" };

/** A Stop takes milliseconds; after this long it is worth a word. */
const patienceMs = 1000;

/** That word. */
export const stubbornNotice =
  "This cell cannot be stopped yet: it is in the middle of one long operation. " +
  "Interrupt again to end its process; you will lose your variables.\n";

/** What a Stop does to others. */
export interface StopParts {
  /** Hands the request to the runtime. */
  ask(request: number, cells: number[]): void;
  /** The code has heard of it: what these cells print from now on they print after they were stopped. */
  taken(cells: number[]): void;
  /** All that could be stopped has ended; cells whose end nobody told of have ended, too. */
  over(cells: number[]): void;
  /** Nothing has come for a second. */
  stubborn(cells: number[]): void;
}

interface Press {
  cells: number[];
  state: "asked" | "taken";
  timer: NodeJS.Timeout;
  answer(): void;
}

/**
 * The Stops that are under way.
 *
 *     asked -> taken -> over
 *        \________\__ stubborn: the next Stop ends the process
 */
export class Stop {
  #state: "calm" | "stubborn" = "calm";
  #requests = 0;
  readonly #presses = new Map<number, Press>();

  readonly #parts: StopParts;

  constructor(parts: StopParts) {
    this.#parts = parts;
  }

  /** A Stop has been waiting in vain, and the person knows that the next one ends the process. */
  get isStubborn(): boolean {
    return this.#state === "stubborn";
  }

  get isPressed(): boolean {
    return this.#presses.size > 0;
  }

  /** Resolves once it is taken, or has turned out not to be. */
  press(cells: number[]): Promise<void> {
    const request = ++this.#requests;
    return new Promise((answer) => {
      const timer = setTimeout(() => this.#loseHope(request), patienceMs);
      this.#presses.set(request, { cells, state: "asked", timer, answer });
      this.#parts.ask(request, cells);
    });
  }

  /**
   * What a cell came to that has just ended: a Stop ends the process that it waits for, and its code may fail by that, or
   * come to its end, before it has heard of the Stop.
   */
  outcomeOf({
    cell,
    outcome,
    unheard,
  }: Pick<Done, "cell" | "outcome" | "unheard">): Outcome {
    const at = outcome.status === "error" ? outcome : undefined;
    const presses = [...this.#presses.values()];
    const isHit =
      (at ? at.name !== interruptedUnheard.name : unheard) &&
      presses.some(({ cells }) => cells.includes(cell));
    if (!isHit) return outcome;
    const { traceback } = interruptedUnheard;
    return {
      ...interruptedUnheard,
      traceback: [...traceback, ...(at?.traceback ?? [])],
    };
  }

  taken(request: number): void {
    const press = this.#presses.get(request);
    if (press?.state !== "asked") return;
    press.state = "taken";
    this.#parts.taken(press.cells);
    press.answer();
  }

  over(request: number): void {
    for (const [number, press] of this.#presses) {
      // An older one that nobody went on with is over too.
      if (number > request) continue;
      this.taken(number);
      clearTimeout(press.timer);
      this.#presses.delete(number);
      this.#parts.over(press.cells);
    }
    if (this.#presses.size === 0) this.#state = "calm";
  }

  /** The runtime has ended. */
  clear(): void {
    for (const { timer, answer } of this.#presses.values()) {
      clearTimeout(timer);
      answer();
    }
    this.#presses.clear();
    this.#state = "calm";
  }

  #loseHope(request: number): void {
    const press = this.#presses.get(request);
    if (!press) return;
    this.#state = "stubborn";
    this.#parts.stubborn(press.cells);
    press.answer();
  }
}
