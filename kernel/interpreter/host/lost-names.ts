import type { Outcome } from "../interpreter.ts";

/** V8's words for a name that nothing declares. */
const unknownToV8 = /^(\S+) is not defined$/;

/** What cells had declared in a process that is gone: whoever uses it is told so, once for each such process. */
export class LostNames {
  readonly #names = new Set<string>();

  add(names: Iterable<string>): void {
    for (const name of names) this.#names.add(name);
  }

  /** @param unknown names that a cell uses and nobody knows */
  hint(unknown: string[]): string | undefined {
    const lost = unknown.find((name) => this.#names.has(name));
    if (lost === undefined) return undefined;
    this.#names.clear();
    return (
      `'${lost}' was lost with the process that had it: a new one has taken its place since. ` +
      "Run the cells that declare what this one uses again, from the top."
    );
  }

  /** Adds the hint to the error of a cell that ran unchecked. */
  addTo(outcome: Outcome): Outcome {
    if (outcome.status !== "error" || outcome.name !== "ReferenceError")
      return outcome;
    const [, name] = unknownToV8.exec(outcome.message) ?? [];
    const hint = name === undefined ? undefined : this.hint([name]);
    if (hint === undefined) return outcome;
    return { ...outcome, traceback: [...outcome.traceback, hint] };
  }
}
