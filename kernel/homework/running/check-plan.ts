import { isLocked, isTest } from "../format/grade-metadata.ts";
import type { Cell, Notebook } from "../format/notebook.ts";

const identifiers = /[\p{ID_Start}$_][\p{ID_Continue}$]*/gu;

/** All names that stand in a text, those in its strings too. */
const findNames = (source: string): Set<string> =>
  new Set(source.match(identifiers));

/** Which cells make up the checks, and whose each name is. */
export interface CheckPlan {
  /** The course's own cells that the checks need, which run on their side too. */
  isNeeded(cell: Cell): boolean;
  /** Names that the course's own cells and the checks declare: nobody else's stand for them. */
  declared: ReadonlySet<string>;
  /** Names that the checks and what they need mention. */
  mentioned: ReadonlySet<string>;
}

/**
 * The checks need the cells that declare what they mention, those that declare what these mention, and those that declare
 * nothing and do something with it.
 * @param namesIn the names that a cell declares
 */
export async function planChecks(
  { cells }: Notebook,
  namesIn: (source: string) => Promise<string[]>,
): Promise<CheckPlan> {
  const code = cells.filter(
    (cell) => cell.cell_type === "code" && isLocked(cell),
  );
  const parts: Part[] = [];
  for (const cell of code)
    parts.push({
      cell,
      declared: await namesIn(cell.source),
      mentioned: findNames(cell.source),
      isNeeded: isTest(cell),
    });
  while (addNeeded(parts));
  const needed = parts.filter(({ isNeeded }) => isNeeded);
  return {
    isNeeded: (cell) => needed.some((part) => part.cell === cell),
    declared: new Set(parts.flatMap(({ declared }) => declared)),
    mentioned: new Set(needed.flatMap(({ mentioned }) => [...mentioned])),
  };
}

interface Part {
  cell: Cell;
  declared: string[];
  mentioned: Set<string>;
  isNeeded: boolean;
}

/** @returns whether there were any */
function addNeeded(parts: Part[]): boolean {
  const needed = parts.filter(({ isNeeded }) => isNeeded);
  const known = new Set(needed.flatMap(({ declared }) => declared));
  const found = parts.filter(
    ({ isNeeded, declared, mentioned }) =>
      !isNeeded &&
      (declared.length > 0
        ? needed.some((each) =>
            declared.some((name) => each.mentioned.has(name)),
          )
        : [...mentioned].some((name) => known.has(name))),
  );
  for (const part of found) part.isNeeded = true;
  return found.length > 0;
}
