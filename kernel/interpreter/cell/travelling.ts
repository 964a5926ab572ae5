import type { SourceFacts } from "./compiled-cell.ts";
import { metaName } from "./imports.ts";
import type { Rewriting } from "./rewriting.ts";
import type { Node } from "./syntax-tree.ts";
import { thrownName } from "./throws.ts";
import { disposalName } from "./using.ts";

/** Notes the source of each function and class whose text is not what workers should get, and what that needs. */
export function noteTravellingSources(cell: Rewriting): void {
  if (!cell.travelling.hasChanged()) return;
  for (const facts of describedBy(cell)) {
    const { start, end } = facts;
    const source = cell.travelling.slice(start, end);
    if (source === cell.tree.source.slice(start, end)) continue;
    facts.source = source;
    if (isAround(facts, cell.usings)) facts.free.push(disposalName);
    if (isAround(facts, cell.metas)) facts.free.push(metaName);
    if (isAround(facts, cell.throws)) facts.free.push(thrownName);
  }
}

function describedBy(cell: Rewriting): SourceFacts[] {
  return [
    ...cell.functions,
    ...cell.declarations.flatMap((each) =>
      each.kind === "class" ? [each.facts] : [],
    ),
  ];
}

function isAround({ start, end }: SourceFacts, nodes: Node[]): boolean {
  return nodes.some((each) => each.start >= start && each.end <= end);
}
