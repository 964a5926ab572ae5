import { findNotebook } from "../notebook.ts";
import { currentCell } from "../worker/worker-output.ts";
import type { BarState } from "./draw-bars.ts";
import { openScreen, type Screen } from "./screen.ts";

/** A bar, as its board sees it. */
export interface BoardBar {
  snapshot(): BarState;
  stop(): void;
}

const drawEveryMs = 100;

/**
 * The bars that run at the same time, in one place of the page: the first, and below it those started while it runs.
 * An inner bar leaves when it is done, so a bar in a loop takes one line and not one for each turn.
 */
export class Board {
  static #open: Board | undefined;

  /** The board that has bars running, or a new one. */
  static join(bar: BoardBar): Board {
    Board.#open ??= new Board(openScreen(), currentCell());
    Board.#open.#bars.push(bar);
    Board.#open.#draw();
    return Board.#open;
  }

  #bars: BoardBar[] = [];
  #lastDrawn = -Infinity;
  #later: NodeJS.Timeout | undefined;
  readonly #forget: () => void;

  readonly #screen: Screen;

  /** @param cell the one that made the first bar */
  private constructor(screen: Screen, cell: number) {
    this.#screen = screen;

    const stop = (cells: readonly number[]) => {
      if (cells.length > 0 && !cells.includes(cell)) return;
      [...this.#bars].reverse().forEach((bar) => bar.stop());
    };
    this.#forget = findNotebook()?.onInterrupt(stop) ?? (() => undefined);
  }

  /** Draws, or a moment later if it was drawn just now: a front end follows some ten pictures a second. */
  drawSoon(): void {
    if (performance.now() - this.#lastDrawn >= drawEveryMs) this.#draw();
    else this.#later ??= setTimeout(() => this.#draw(), drawEveryMs).unref();
  }

  /** The bar has ended. When it was the last one running, the board closes with what it shows now. */
  leave(bar: BoardBar): void {
    const inner = this.#bars[0] !== bar;
    const running = this.#bars.some(
      (each) => each.snapshot().state === "running",
    );
    if (running && inner)
      this.#bars = this.#bars.filter((each) => each !== bar);
    if (running) return this.drawSoon();
    this.#draw(true);
    this.#forget();
    if (Board.#open === this) Board.#open = undefined;
  }

  #draw(last = false): void {
    clearTimeout(this.#later);
    this.#later = undefined;
    this.#lastDrawn = performance.now();
    this.#screen.draw(
      this.#bars.map((bar) => bar.snapshot()),
      last,
    );
  }
}
