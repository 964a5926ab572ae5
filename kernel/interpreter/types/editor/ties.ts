import type { Ties, TiesQuestion } from "../../editor.ts";
import type { NameKind } from "../../reading/names.ts";
import type { Overlay } from "../overlay.ts";
import type { Draft, Page } from "./drafts.ts";

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
  const givers = new Map<string, Draft[]>();
  for (const draft of drafts) {
    const own = ranAs(draft);
    const { declared, reading } = draft;
    const ties: Ties = { declares: [...declared.keys()], uses: [], stale: [] };
    const isAnew = (giver: Draft) =>
      (ranAs(giver) ?? 0) > own! || found[giver.id]!.stale.length > 0;
    for (const name of reading.names.free.keys()) {
      const all = givers.get(name) ?? [];
      const [declaring] = all;
      if (!declaring) continue;
      ties.uses.push({ name, from: ranAs(declaring) });
      const mayBeStale = own !== undefined && !isLasting(name, declaring);
      if (mayBeStale && all.some(isAnew)) ties.stale.push(name);
    }
    found[draft.id] = ties;
    give(draft, givers);
  }
  return found;
}

/** Of each name the last cell that declares it, then those below that assign it; none where no cell declares it. */
function give(draft: Draft, givers: Map<string, Draft[]>): void {
  for (const name of draft.declared.keys()) givers.set(name, [draft]);
  for (const [name, { written }] of draft.reading.names.free)
    if (written) givers.get(name)?.push(draft);
}

function isLasting(name: string, giver: Draft): boolean {
  return lasting.has(giver.declared.get(name)!.kind);
}
