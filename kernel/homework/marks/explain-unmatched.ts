import { countEdits } from "../format/count-edits.ts";
import type { ManualGradeRow } from "./manual-grades-sheet.ts";
import type { Graded } from "../files/graded.ts";

/**
 * Why a line of by-hand.csv counts for nothing, and what may have been meant.
 * @param fits results that it could belong to; more than one when it does not say the assignment
 */
export function explainUnmatched(
  { cells }: ManualGradeRow,
  fits: Graded[],
  results: Graded[],
): string {
  const { student = "", assignment = "", question = "" } = cells;
  if (fits.length > 1) {
    const names = fits.map((each) => each.assignment).join(" and ");
    return `is it for ${names}? Write it into the column "assignment"`;
  }
  const theirs = results.filter((each) => each.student === student);
  if (theirs.length === 0) {
    const meant = findAlike(
      student,
      results.map((each) => each.student),
    );
    return `no submission of ${student || "a student without a name"} is graded${meant}`;
  }
  const these = theirs.filter(
    (each) => assignment === "" || each.assignment === assignment,
  );
  if (these.length === 0) {
    const meant = findAlike(
      assignment,
      theirs.map((each) => each.assignment),
    );
    return `${assignment} of ${student} is not graded${meant}`;
  }
  const questions = these.flatMap(({ scores }) =>
    scores.map(({ gradeId }) => gradeId),
  );
  return `${these[0]!.assignment} has no question ${question}${findAlike(question, questions)}`;
}

function findAlike(name: string, names: string[]): string {
  const alike = [...new Set(names)].find(
    (each) => simplify(each) === simplify(name) || isNear(each, name),
  );
  return alike === undefined ? "" : `; is ${alike} meant?`;
}

/** What spreadsheets and quick fingers change: zeros in front, case, spaces. */
const simplify = (name: string): string =>
  name.toLowerCase().replace(/\s+/g, "").replace(/^0+/, "");

/** The same but for a letter, in a name that is more than a letter and no number. */
const isNear = (one: string, other: string): boolean =>
  Math.min(one.length, other.length) >= 2 &&
  !/^\d+$/.test(one) &&
  countEdits(one, other) === 1;
