import { types } from "node:util";
import type { AsideOutput } from "../../../lib/notebook.ts";
import { firstAside } from "../wire/messages.ts";
import type { CellContext } from "./cell-context.ts";
import type { AsideNews } from "./children.ts";

/** A slider that is dragged makes hundreds: the late output of those before goes to the newest cell. */
const mostKept = 1000;

/** Work beside the cells, which has numbers as cells have, and an output of its own. */
export class Asides {
  readonly #outputs = new Map<number, AsideOutput>();
  readonly #running = new Set<number>();
  #last = firstAside;

  readonly #context: CellContext;
  readonly #tell: (news: AsideNews) => void;

  /** @param tell hears of what Stop ends: the helper thread ends the processes of that */
  constructor(context: CellContext, tell: (news: AsideNews) => void) {
    this.#context = context;
    this.#tell = tell;
  }

  /** Those that have not come to their end. */
  get running(): readonly number[] {
    return [...this.#running];
  }

  /** Where the output of this number goes, unless it is a cell's. */
  outputOf(cell: number): AsideOutput | undefined {
    return cell < firstAside ? undefined : this.#outputs.get(cell);
  }

  run(output: AsideOutput, work: () => unknown): void {
    const number = ++this.#last;
    this.#outputs.set(number, output);
    // A Map iterates in the order of insertion: the first one is the oldest.
    for (const oldest of this.#outputs.keys()) {
      if (this.#outputs.size <= mostKept) break;
      this.#outputs.delete(oldest);
    }
    this.#running.add(number);
    const ended = () => void this.#running.delete(number);
    let result: unknown;
    try {
      result = this.#context.run(number, work);
    } finally {
      if (!types.isPromise(result)) ended();
    }
    if (types.isPromise(result)) result.then(ended, ended);
  }

  /** Stop has ended these. */
  stopped(numbers: readonly number[]): void {
    for (const number of numbers) this.#running.delete(number);
    this.#tell({ stopped: numbers });
  }
}
