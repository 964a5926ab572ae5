import type { Session } from "node:inspector";
import { cutSlot } from "./ring.ts";

/**
 * How the helper thread cuts the code of the main thread, with V8's termination, at a place where that tears nothing.
 *
 * A termination strikes wherever the code is, also in the midst of Node's own modules. A queue of timers that is cut between
 * two of its steps never fires again, or turns for ever. So the main thread is asked first, by an evaluation that V8 puts into
 * the code that runs: it looks where it is, and holds still until the termination is on its way. That strikes at V8's next check
 * of the stack: there, or at the entry of the function that is called next.
 *
 *     helper: asked -> (evaluation) -> main: willing -> helper: sending -> (termination) sent
 *                                      main: tender, and the code runs on
 *                                      main: free, it runs no code that is to be stopped, and will take the Stop itself
 *
 * A helper that comes too late sends nothing: the termination would strike anywhere.
 */
const state = {
  asked: 0,
  willing: 1,
  tender: 2,
  free: 3,
  sending: 4,
  sent: 5,
};

export type Place = "willing" | "tender" | "free";

/** The helper thread answers within a fraction of this, unless the machine is very busy. */
const stillMs = 50;

/** From its answer to the termination it has a few instructions to go. */
const sendingMs = 2000;

/** What keeps nothing from one call to the next, and is where a loop that prints is most of the time. */
const stateless =
  /^node:(?:internal\/)?(?:assert|buffer|console|errors|path|url|util|validators)\b/;

const { compareExchange, load, notify, store, waitAsync } = Atomics;

/**
 * What code is that has its innermost frames in these files: tender where something of Node's or of the library's is under way.
 * @param isOurs whether a file is the library's
 */
export function placeOf(
  files: readonly string[],
  isOurs: (file: string) => boolean,
): Place {
  if (files.length === 0) return "free";
  const inner = files.find((file) => !stateless.test(file)) ?? "";
  return inner.startsWith("node:") || isOurs(inner) ? "tender" : "willing";
}

/** In the main thread, in the midst of its code. */
export function holdStill(control: Int32Array, place: Place): void {
  const answer = state[place];
  if (compareExchange(control, cutSlot, state.asked, answer) !== state.asked)
    return;
  notify(control, cutSlot);
  if (place !== "willing") return;
  // Not by Atomics.wait: the code may be in one, and a thread has room for one.
  waitWhile(control, state.willing, stillMs);
  compareExchange(control, cutSlot, state.willing, state.tender);
  waitWhile(control, state.sending, sendingMs);
}

function waitWhile(control: Int32Array, value: number, mostMs: number): void {
  const end = performance.now() + mostMs;
  while (load(control, cutSlot) === value) if (performance.now() > end) break;
}

/** In the helper thread. */
export class Cutter {
  /** The number of the question that is open. */
  #open = 0;
  #questions = 0;
  /** The last question came to no answer, as where a cell has changed what all objects inherit. */
  #isMute = false;
  #refusals = 0;

  readonly #control: Int32Array;
  readonly #session: Session;
  readonly #cells: readonly number[];

  /** @param cells those that are stopped (default: whatever runs) */
  constructor(
    control: Int32Array,
    session: Session,
    cells: readonly number[] = [],
  ) {
    this.#control = control;
    this.#session = session;
    this.#cells = cells;
  }

  /** How often the code has answered that it is at a tender place. On a busy machine that takes long, and says nothing by itself. */
  get refusals(): number {
    return this.#refusals;
  }

  /**
   * Looks for a place for so long.
   * @param anyway takes any place
   * @returns whether it found one, or need not; code that answers later is asked again by the next call
   */
  async cut(forMs: number, anyway: boolean): Promise<boolean> {
    if (this.#isMute) return this.#cutUnasked();
    const end = performance.now() + forMs;
    for (let left = forMs; left > 0; left = end - performance.now()) {
      this.#ask(anyway);
      await waitAsync(this.#control, cutSlot, state.asked, left).value;
      const answer = load(this.#control, cutSlot);
      // In one long operation, where a termination would not strike either.
      if (answer === state.asked) return false;
      this.#open = 0;
      if (answer === state.free) return true;
      if (answer === state.willing) return this.#send();
      this.#refusals++;
    }
    return false;
  }

  #ask(anyway: boolean): void {
    if (this.#open) return;
    const question = ++this.#questions;
    this.#open = question;
    store(this.#control, cutSlot, state.asked);
    const expression = `$romanesco.holdStill(${[anyway, ...this.#cells].join()})`;
    this.#session.post("Runtime.evaluate", { expression, silent: true }, () => {
      // Answered, though `cut` may hear of it later than this.
      if (load(this.#control, cutSlot) !== state.asked) return;
      // A termination that was late, or a full stack, may have cut the evaluation, too.
      if (this.#open !== question) return;
      this.#open = 0;
      this.#isMute = true;
    });
  }

  #cutUnasked(): boolean {
    this.#isMute = false;
    this.#session.post("Runtime.terminateExecution");
    return true;
  }

  #send(): boolean {
    const { willing, sending, sent } = state;
    if (compareExchange(this.#control, cutSlot, willing, sending) !== willing)
      return false;
    this.#session.post("Runtime.terminateExecution");
    store(this.#control, cutSlot, sent);
    return true;
  }
}
