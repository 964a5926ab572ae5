import { machineNow } from "./machine-clock.ts";

/** What was put off for longer is taken for lost. */
const longestMs = 50;

/**
 * Does something once this turn is over, however often it was asked for. A notebook's Stop cuts turns, and what a turn had put off
 * goes with it: whoever asks later does not wait for that.
 */
export class TurnEnd {
  #asked = -Infinity;

  readonly #act: () => void;

  constructor(act: () => void) {
    this.#act = act;
  }

  ask(): void {
    const now = machineNow();
    if (now - this.#asked <= longestMs) return;
    this.#asked = now;
    queueMicrotask(() => {
      this.forget();
      this.#act();
    });
  }

  /** What was asked for will not be done. */
  forget(): void {
    this.#asked = -Infinity;
  }
}
