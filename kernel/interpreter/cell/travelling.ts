import type { SourceFacts } from "./compiled-cell.ts";
import type { Rewriting } from "./rewriting.ts";
import { disposalName } from "./using.ts";

/** Notes the source of each function and class whose text is not what workers should get, and what that needs. */
export function noteTravellingSources(cell: Rewriting): void {
  if (!cell.travelling.hasChanged()) return;
  for (const facts of describedBy(cell)) {
    const { start, end } = facts;
    const source = cell.travelling.slice(start, end);
    if (source === cell.tree.source.slice(start, end)) continue;
    facts.source = source;
    if (hasUsing(cell, facts)) facts.free.push(disposalName);
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

function hasUsing(cell: Rewriting, { start, end }: SourceFacts): boolean {
  return cell.usings.some((each) => each.start >= start && each.end <= end);
}
