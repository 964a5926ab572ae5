import type { Notebook } from "./notebook.ts";

/** How often the person has pressed Stop, by notebook. */
const stops = new WeakMap<object, { count: number }>();

function countStops(notebook: Pick<Notebook, "onInterrupt">): {
  readonly count: number;
} {
  const known = stops.get(notebook);
  if (known) return known;
  const counted = { count: 0 };
  stops.set(notebook, counted);
  notebook.onInterrupt(() => void counted.count++);
  return counted;
}

/**
 * Work of which there is one at a time. Stop may have cut what was going on, or a timer that it waited for, and then it never
 * ends: after a Stop it counts as over.
 */
export class Ongoing {
  readonly #stops: { readonly count: number };
  #work: Promise<void> | undefined;
  #begunAt = 0;

  constructor(notebook: Pick<Notebook, "onInterrupt">) {
    this.#stops = countStops(notebook);
  }

  /** What is going on, if anything is. */
  get work(): Promise<void> | undefined {
    return this.#begunAt === this.#stops.count ? this.#work : undefined;
  }

  /** @returns the same, which resolves once nothing is going on any more */
  start(work: Promise<void>): Promise<void> {
    const ended = work.finally(() => {
      if (this.#work === ended) this.#work = undefined;
    });
    this.#work = ended;
    this.#begunAt = this.#stops.count;
    return ended;
  }
}
