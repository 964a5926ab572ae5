import { childrenOf } from "../../../lib/platform/children-of.ts";
import { findDescendants, signalAll } from "./descendants.ts";

/** What the main thread says of a child process: it is there, for a cell or for nobody in particular, or it has ended. */
export interface ChildNews {
  child: number;
  state: "started" | "ended";
  cell?: number;
}

/** And of work beside the cells that Stop ends: the host, which names the cells to be stopped, does not know of it. */
export interface AsideNews {
  stopped: readonly number[];
}

/** A child that was told to end may use this long for it. */
const graceMs = 500;

/** In the helper thread: the child processes of the main thread, and which cell each belongs to. */
export class Children {
  readonly #cells = new Map<number, number | undefined>();
  /** Those that have been told to end: a second SIGINT would cut what they clean up. */
  readonly #told = new Set<number>();
  /** Work beside the cells that Stop has ended, and whose children are still to be. */
  readonly #beside: number[] = [];

  hear(news: ChildNews | AsideNews): void {
    if (!("stopped" in news)) return this.#hearOf(news);
    // It has ended by now, and this may come after `endRest`.
    this.#beside.push(...news.stopped);
    this.end(news.stopped);
  }

  #hearOf({ child, state, cell }: ChildNews): void {
    if (state === "started") this.#cells.set(child, cell);
    else {
      this.#cells.delete(child);
      this.#told.delete(child);
    }
  }

  /** Ends what these cells started and left running: SIGINT, and SIGKILL for what is there after half a second. */
  end(cells: readonly number[]): void {
    this.#end(this.#of(cells));
  }

  hasAny(cells: readonly number[]): boolean {
    return this.#of(cells).length > 0;
  }

  #of(cells: readonly number[]): number[] {
    return [...this.#cells.keys()].filter((pid) =>
      cells.includes(this.#cells.get(pid) ?? 0),
    );
  }

  /** The cells and the work beside them have ended: what they started after they were told to stop, or as they were cut, ends too. */
  endRest(cells: readonly number[]): void {
    const ended = [...cells, ...this.#beside.splice(0)];
    // Only code that was cut while it started one has not told of it.
    for (const pid of childrenOf(process.pid, [process.pid]))
      if (!this.#cells.has(pid)) this.#cells.set(pid, ended[0]);
    this.end(ended);
  }

  #end(pids: number[]): void {
    const ended = pids.filter((pid) => !this.#told.has(pid));
    if (ended.length === 0) return;
    for (const pid of ended) this.#told.add(pid);
    const family = withDescendants(ended);
    signalAll(family, "SIGINT");
    setTimeout(() => {
      // A child of an ended child may live on, and belongs to another parent then.
      const alive = new Set(findDescendants());
      const left = ended.filter((pid) => alive.has(pid));
      for (const pid of ended)
        if (!alive.has(pid)) this.hear({ child: pid, state: "ended" });
      signalAll(
        new Set([
          ...withDescendants(left),
          ...[...family].filter((pid) => alive.has(pid)),
        ]),
        "SIGKILL",
      );
    }, graceMs).unref();
  }

  /** Those the main thread waits for, as in `execSync`: it had no chance to tell of them. */
  unknown(): number[] {
    return childrenOf(process.pid, [process.pid]).filter(
      (pid) => !this.#cells.has(pid),
    );
  }

  signal(pids: number[], signal: NodeJS.Signals): void {
    signalAll(withDescendants(pids), signal);
  }
}

function withDescendants(pids: number[]): Set<number> {
  return new Set(pids.flatMap((pid) => [pid, ...findDescendants(pid)]));
}
