import { basename } from "node:path";
import type { Candidate } from "./candidates.ts";
import { describe } from "./candidates.ts";
import { findFit, type Wanted } from "./fit.ts";

/** A student's file, and where it stood. */
export interface Found extends Candidate {
  /** In the student's folder of this assignment, or handed in as a file of its own. */
  isInPlace: boolean;
  /** Where it was found, as people would say it. */
  place: string;
}

interface Ranked extends Found {
  fit: number;
}

/** Dates of files closer together than this come from unpacking them. */
const unpackingMs = 3000;

/**
 * The one of a student's files that counts: of this assignment, in its place, the newest.
 * @returns it with notes on the choice; undefined if all are of other assignments
 */
export function chooseSubmission(
  found: Found[],
  wanted: Wanted,
): Found | undefined {
  const unread: (Found & { problem: string })[] = [];
  const ranked: Ranked[] = [];
  for (const each of found)
    try {
      ranked.push({ ...each, fit: findFit(each.load(), each, wanted) });
    } catch (error) {
      unread.push({ ...each, problem: describe(error) });
    }
  const isAny = ranked.some(({ fit }) => fit > 0);
  const fitting = ranked
    .filter(({ fit }) => fit > 0 || (fit === 0 && !isAny))
    .sort((a, b) => compare(a, b, wanted));
  const [chosen, ...others] = fitting;
  if (!chosen) return unread.length > 0 ? newest(unread) : undefined;
  const notes = [...chosen.notes, ...noteOthers(chosen, others)];
  for (const { place, problem, at } of unread)
    notes.push(
      `${(at ?? 0) > (chosen.at ?? 0) ? "a newer file" : "another file"}, ${place}, does not count: ${problem}`,
    );
  const own = found.filter(({ by }) => by === undefined);
  const keys = new Set(own.flatMap(({ receipt }) => receipt?.key ?? []));
  if (keys.size > 1)
    notes.push(
      `${keys.size} different keys have signed for this student: has somebody else handed in under this id?`,
    );
  const { receipt } = chosen;
  if (receipt && chosen.fit < 3 && receipt.assignment !== wanted.assignment)
    notes.push(`was handed in for ${receipt.assignment}`);
  if (chosen.fit === 0)
    notes.push(`${basename(chosen.place)} has no question of this assignment`);
  return { ...chosen, notes };
}

const newest = <T extends Found>(found: T[]): T =>
  found.toSorted((a, b) => timeOf(b) - timeOf(a))[0]!;

/** A date that was written down goes before those of files, which change when they are copied. */
const timeOf = ({ at }: Found): number => at ?? 0;

/** Which goes first. */
function compare(a: Ranked, b: Ranked, wanted: Wanted): number {
  const isNamed = ({ notebookName }: Found) =>
    Number(notebookName === wanted.notebookName);
  const changed = b.changedAt - a.changedAt;
  return (
    Number(b.fit >= 2) - Number(a.fit >= 2) ||
    Number(b.isInPlace) - Number(a.isInPlace) ||
    b.fit - a.fit ||
    timeOf(b) - timeOf(a) ||
    (Math.abs(changed) > unpackingMs ? changed : 0) ||
    isNamed(b) - isNamed(a) ||
    (a.place < b.place ? -1 : 1)
  );
}

/** Said, unless it is one of several receipts, of which everybody knows that the newest counts. */
function noteOthers(chosen: Ranked, others: Ranked[]): string[] {
  const different = others.filter(({ hash }) => hash !== chosen.hash);
  if (different.length === 0) return [];
  if ([chosen, ...different].every(({ receipt }) => receipt)) return [];
  const names = different.slice(0, 3).map(({ place }) => place);
  const more = different.length > 3 ? ", ..." : "";
  return [`${chosen.place} is graded, not ${names.join(", ")}${more}`];
}
