import type { Outcome } from "../interpreter.ts";

/** User expressions whose values are not there yet. */
interface Evaluation {
  names: string[];
  resolve(outcomes: Record<string, Outcome>): void;
}

/** The user expressions of requests, by the number that the runtime knows each request by. */
export class Evaluations {
  readonly #open = new Map<number, Evaluation>();

  /** The numbers of those that are not there yet. */
  get cells(): Iterable<number> {
    return this.#open.keys();
  }

  /** Waits for the values of these expressions, which `send` asks the runtime for. */
  wait(
    cell: number,
    names: string[],
    send: () => void,
  ): Promise<Record<string, Outcome>> {
    return new Promise((resolve) => {
      this.#open.set(cell, { names, resolve });
      send();
    });
  }

  /** @returns whether they were waited for */
  settle(cell: number, outcomes: Record<string, Outcome>): boolean {
    const evaluation = this.#open.get(cell);
    this.#open.delete(cell);
    evaluation?.resolve(outcomes);
    return evaluation !== undefined;
  }

  fail(cell: number, outcome: Outcome): void {
    const evaluation = this.#open.get(cell);
    if (evaluation) this.settle(cell, failAll(evaluation.names, outcome));
  }

  failAll(outcome: Outcome): void {
    for (const cell of [...this.#open.keys()]) this.fail(cell, outcome);
  }
}

export function failAll(
  names: string[],
  outcome: Outcome,
): Record<string, Outcome> {
  return Object.fromEntries(names.map((name) => [name, outcome]));
}
