import { StateError } from "../errors.ts";
import { cpuCount } from "../platform/cpu-count.ts";
import { perThread } from "../platform/per-thread.ts";

/** Workers may start workers so many levels deep: a function that starts a pool for itself would else go on until the machine is full. */
const deepest = 5;

/** Where a thread stands among workers that start workers. */
export interface Nesting {
  /** 0 in the program itself, 1 in its workers, and so on. */
  depth: number;
  /** Its share of the cores: how many workers its pools have if nobody says. */
  cores: number;
}

const own = perThread<{ nesting?: Nesting }>("nesting", () => ({}));

/** For workers: where they were started. */
export function setNesting(nesting: Nesting): void {
  own.nesting = nesting;
}

/** How many workers a pool has if nobody says: all cores, or in a worker its share of them. */
export function ownCores(): number {
  return own.nesting?.cores ?? cpuCount();
}

/**
 * Where workers stand that are started here.
 * @param workers among how many the cores are shared
 * @throws StateError when that is too deep
 */
export function nestingBelow(workers: number): Nesting {
  const depth = (own.nesting?.depth ?? 0) + 1;
  if (depth > deepest) {
    throw new StateError(
      `workers were started inside workers ${deepest} levels deep, and would be one deeper here. Let a task that gets a ` +
        "small piece of the work do it itself, rather than start a pool for it.",
    );
  }
  return { depth, cores: Math.max(1, Math.floor(ownCores() / workers)) };
}
