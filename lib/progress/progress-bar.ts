import { Board } from "./board.ts";
import type { BarState } from "./draw-bars.ts";

/** What {@link progress} takes. */
export interface ProgressOptions {
  /** Words before the bar (default: none). */
  label?: string;
  /** How much there is, where that cannot be seen from the iterable (default: counted without an end). */
  total?: number;
}

/** A bar moved by hand. Drawn at most ten times a second, so you may advance it as often as you like. Follows Python's tqdm. */
export class ProgressBar {
  #done = 0;
  #state: BarState["state"] = "running";
  #endedAt: number | undefined;
  readonly #startedAt = performance.now();
  readonly #board: Board;

  readonly #total: number | undefined;
  readonly #label: string;

  constructor(total: number | undefined, label = "") {
    this.#total = total;
    this.#label = label;

    this.#board = Board.join(this);
  }

  /** The numbers from 0, as many as there is to do; each is done once the next is asked for. */
  *[Symbol.iterator](): Generator<number> {
    const total = this.#total ?? Infinity;
    try {
      for (let turn = 0; turn < total; turn++) {
        yield turn;
        this.advance();
      }
      this.finish();
    } finally {
      // Does nothing after finish: left early, by break or an error.
      this.stop();
    }
  }

  /** Adds to what is done. */
  advance(count = 1): void {
    if (this.#state !== "running") return;
    this.#done += count;
    this.#board.drawSoon();
  }

  /** All is done; the bar stays with its last numbers. */
  finish(): void {
    this.#end("finished");
  }

  /** It ends early; the bar stays as far as it came and says so. */
  stop(): void {
    this.#end("stopped");
  }

  /** At the end of a `using` block: stopped, unless all is done. */
  [Symbol.dispose](): void {
    if (this.#total === undefined || this.#done >= this.#total) this.finish();
    else this.stop();
  }

  /** @internal What it shows now. */
  snapshot(): BarState {
    const end = this.#endedAt ?? performance.now();
    return {
      label: this.#label,
      done: this.#done,
      total: this.#total,
      elapsedSeconds: (end - this.#startedAt) / 1000,
      state: this.#state,
    };
  }

  #end(state: "finished" | "stopped"): void {
    if (this.#state !== "running") return;
    this.#state = state;
    this.#endedAt = performance.now();
    this.#board.leave(this);
  }
}
