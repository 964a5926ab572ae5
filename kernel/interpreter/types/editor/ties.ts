import type { Ties, TiesQuestion } from "../../editor.ts";
import type { NameKind } from "../../reading/names.ts";
import type { Overlay } from "../overlay.ts";
import type { Draft, Page } from "./page.ts";

/** They hold nothing that could be another when their cell is run again: a module is evaluated once, a type never. */
const lasting = new Set<NameKind>(["import", "interface", "type"]);

/**
 * What ties each cell to those above it, in the order of the document. A cell that ran is stale once a cell above that sets
 * one of its names has run after it, or is itself stale.
 *
 * Of cells further down that set the same name again nothing is said: a notebook that is run from top to bottom, and would be
 * so once more, is stale nowhere.
 */
export function findTies(
  { drafts }: Page,
  { runs }: Overlay,
  counts: TiesQuestion["counts"],
): Record<string, Ties> {
  const ranAs = (draft: Draft): number | undefined => {
    const count = counts[draft.id];
    // A count of another kernel, or of another text, tells nothing.
    return count !== undefined && runs.get(count) === draft.code
      ? count
      : undefined;
  };
  const found: Record<string, Ties> = {};
  for (const [index, draft] of drafts.entries()) {
    const ties: Ties = {
      declares: [...draft.declared.keys()],
      uses: [],
      stale: [],
    };
    const own = ranAs(draft);
    for (const name of draft.reading.names.free.keys()) {
      const givers = giversOf(name, drafts.slice(0, index));
      if (givers.length === 0) continue;
      ties.uses.push({ name, from: ranAs(givers[0]!) });
      const isAnew = (giver: Draft) =>
        (ranAs(giver) ?? 0) > own! || found[giver.id]!.stale.length > 0;
      if (own !== undefined && !isLasting(name, givers[0]!))
        if (givers.some(isAnew)) ties.stale.push(name);
    }
    found[draft.id] = ties;
  }
  return found;
}

/** The last cell above that declares a name, then those between that assign it; none where no cell declares it. */
function giversOf(name: string, above: readonly Draft[]): Draft[] {
  const declaring = above.findLastIndex(({ declared }) => declared.has(name));
  if (declaring < 0) return [];
  const assigning = above
    .slice(declaring + 1)
    .filter(({ reading }) => reading.names.free.get(name)?.written);
  return [above[declaring]!, ...assigning];
}

function isLasting(name: string, giver: Draft): boolean {
  return lasting.has(giver.declared.get(name)!.kind);
}
