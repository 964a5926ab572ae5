import type { CompiledCell } from "../cell/compiled-cell.ts";
import type { Cell, Outcome } from "../interpreter.ts";

/** A cell that is checked and compiled. */
export interface Preparing {
  /** Ends what the cell waits for before it runs. */
  readonly stopped: AbortController;
  /** What came of it before it ran: it was stopped, or what it was to run in has ended. */
  outcome?: Outcome;
}

/** A cell that the runtime has been given, or will be once there is one. */
export interface Running {
  /** Its last word has come; what bypassed the runtime's line may still be on its way. */
  ended: boolean;
  executionCount: number;
  code: string;
  compiled: CompiledCell;
  silent: boolean;
  cellId?: string | undefined;
  settle(outcome: Outcome): void;
}

/** The cells that are under way: first prepared, then running. */
export class RunningCells {
  /** Cells whose types are being checked: Stop keeps them from running. */
  readonly #preparing = new Set<Preparing>();
  /** More than one when subshells are used: one runs while others await. */
  readonly #running = new Map<number, Running>();

  get arePreparing(): boolean {
    return this.#preparing.size > 0;
  }

  get areRunning(): boolean {
    return this.#running.size > 0;
  }

  /** Numbers of those that run. */
  get numbers(): Iterable<number> {
    return this.#running.keys();
  }

  /** Those that run, by number. */
  get all(): Iterable<[number, Running]> {
    return this.#running;
  }

  prepare(): Preparing {
    const preparing = { stopped: new AbortController() };
    this.#preparing.add(preparing);
    return preparing;
  }

  prepared(preparing: Preparing): void {
    this.#preparing.delete(preparing);
  }

  /** @returns a promise of what comes of it */
  add(
    number: number,
    compiled: CompiledCell,
    { code, silent, executionCount, cellId }: Cell,
  ): Promise<Outcome> {
    const cell = {
      ended: false,
      code,
      silent,
      executionCount,
      cellId,
      compiled,
    };
    return new Promise((settle) =>
      this.#running.set(number, { ...cell, settle }),
    );
  }

  get(number: number): Running | undefined {
    return this.#running.get(number);
  }

  /** @returns whether it was still there */
  remove(number: number): boolean {
    return this.#running.delete(number);
  }

  /** Those that are prepared do not run. */
  settlePreparing(outcome: Outcome): void {
    for (const preparing of this.#preparing) {
      preparing.outcome ??= outcome;
      preparing.stopped.abort();
    }
  }

  settleRunning(outcome: Outcome): void {
    const running = [...this.#running.values()];
    this.#running.clear();
    for (const { settle } of running) settle(outcome);
  }
}
