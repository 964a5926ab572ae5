import { findNotebook } from "../notebook.ts";

/** Something with workers that must end when the person stops the cell. */
export interface Interruptible {
  /**
   * Ends the workers that work for these cells at once, and settles what waits for them.
   * @param cells none means all
   */
  interrupt(cells: readonly number[]): void;
}

const live = new Set<Interruptible>();
let unlisten: (() => void) | undefined;

/** Everything that has workers is in this set, from its first worker to the end of its last. */
export function enlist(thing: Interruptible): void {
  live.add(thing);
  unlisten ??= findNotebook()?.onInterrupt((cells) => {
    for (const each of [...live]) each.interrupt(cells);
  });
}

export function delist(thing: Interruptible): void {
  live.delete(thing);
  if (live.size > 0) return;
  unlisten?.();
  unlisten = undefined;
}
