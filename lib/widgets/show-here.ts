import type { AsideOutput, Notebook } from "../notebook.ts";

/** Shows a bundle in a place of its own, or again in the same place. */
export interface Here {
  show(
    data: Record<string, unknown>,
    place: { displayId: string; update: boolean },
  ): void;
  /** It is among the output of work beside the cells, which changes as a whole. */
  isWithin: boolean;
}

/**
 * Where the running code shows things, for later: under its cell, or among the output of the work that it is part of.
 * @param cell the one whose messages those about it are (default: whichever runs, for nbclient hears of no other)
 */
export function findHere(
  notebook: Pick<Notebook, "display" | "asideOutput">,
  cell?: number,
): Here {
  const outer: AsideOutput | undefined = notebook.asideOutput;
  return {
    show(data, place) {
      if (outer) outer.display(data, { metadata: {}, ...place });
      else notebook.display(data, { ...place, ...(cell && { cell }) });
    },
    isWithin: outer !== undefined,
  };
}
