import { CommandError } from "../../command.ts";
import {
  byHandFile,
  readSheet,
  writeSheet,
  type ManualGradeRow,
} from "./manual-grades-sheet.ts";
import { explainUnmatched } from "./explain-unmatched.ts";
import { readAllGraded, type Graded } from "../files/graded.ts";
import { printable } from "../files/printable.ts";

/** What a person has given: points, or a comment, or both. */
export interface ManualGrades {
  points: number | undefined;
  comment: string;
  /** The answer is another than the one that the points were given for. */
  isChanged: boolean;
}

/** All that persons have given, by result and question, and for people: which lines do not count, and why. */
export interface AllManualGrades {
  given: Map<string, ManualGrades>;
  unused: string[];
}

/**
 * Adds a line to by-hand.csv for every question that waits for a person. What a person has typed is never dropped: a line
 * that belongs to nothing now stays, and counts when it does again.
 */
export function updateManualGrades(folder: string): AllManualGrades {
  const results = readAllGraded(folder);
  const { columns, rows } = readSheet(folder);
  const matched = rows.map((row) => ({ row, fits: findFits(row, results) }));
  const kept = matched.filter(
    ({ row, fits }) => fits.length > 0 || isTyped(row),
  );
  for (const { row, fits } of kept)
    if (fits.length === 1) complete(row, fits[0]!, checkPoints(folder, row));
  const added = findWaiting(
    results,
    kept.map(({ row }) => row),
  );
  const written = writeSheet(folder, {
    columns,
    rows: [...kept.map(({ row }) => row), ...added],
  });
  return collect(folder, written.rows, results);
}

function collect(
  folder: string,
  rows: ManualGradeRow[],
  results: Graded[],
): AllManualGrades {
  const given = new Map<string, ManualGrades>();
  const unused: string[] = [];
  for (const row of rows) {
    const fits = findFits(row, results);
    const { student = "", question = "", comment = "", changed } = row.cells;
    const points = checkPoints(folder, row);
    const place = printable(`line ${row.line} (${student}, ${question})`);
    if (fits.length !== 1) {
      const reason = explainUnmatched(row, fits, results);
      unused.push(`${place} stays, and does not count: ${printable(reason)}`);
      continue;
    }
    const key = keyOf(fits[0]!, question);
    if (given.has(key)) unused.push(`${place}: is there twice, and counts`);
    given.set(key, { points, comment, isChanged: Boolean(changed) });
  }
  return { given, unused };
}

export const keyOf = (
  { student, assignment }: Pick<Graded, "student" | "assignment">,
  question: string,
): string => `${student}\n${assignment}\n${question}`;

/** More than one only without the assignment's name. */
function findFits({ cells }: ManualGradeRow, results: Graded[]): Graded[] {
  const { student, assignment, question } = cells;
  return results.filter(
    (each) =>
      each.student === student?.normalize("NFC") &&
      (!assignment || each.assignment === assignment) &&
      each.scores.some(({ gradeId }) => gradeId === question),
  );
}

/** Did a person write into it? */
const isTyped = ({ cells }: ManualGradeRow): boolean =>
  Object.entries(cells).some(
    ([name, cell]) => !isOurs.has(name) && cell.trim() !== "",
  );
const isOurs = new Set([
  ...["student", "assignment", "question", "of", "changed", "answer"],
]);

/** Fills in what is ours to fill in. */
export function complete(
  { cells }: ManualGradeRow,
  graded: Graded,
  points: number | undefined,
): void {
  const question = cells.question ?? "";
  const score = graded.scores.find(({ gradeId }) => gradeId === question);
  cells.assignment = graded.assignment;
  cells.of = String(score?.maxPoints ?? "");
  const answer = graded.answers?.[question];
  const [hash, then] = (cells.answer ?? "").split("=");
  // Other points, or an emptied cell: a person has looked at this answer.
  const isNew = points !== undefined && (!hash || Number(then) !== points);
  if (points === undefined || answer === undefined) cells.answer = "";
  else if (isNew) cells.answer = `${answer}=${points}`;
  cells.changed =
    cells.answer && !cells.answer.startsWith(`${answer}=`)
      ? "changed since"
      : "";
}

function findWaiting(
  results: Graded[],
  rows: ManualGradeRow[],
): ManualGradeRow[] {
  const there = new Set(
    rows.map(({ cells: { student = "", assignment = "", question = "" } }) =>
      keyOf({ student: student.normalize("NFC"), assignment }, question),
    ),
  );
  return results.flatMap((graded) =>
    graded.scores
      .filter(
        ({ gradeId, points }) =>
          points === undefined && !there.has(keyOf(graded, gradeId)),
      )
      .map(({ gradeId, maxPoints }) => {
        const { student, assignment } = graded;
        const of = String(maxPoints);
        return {
          line: 0,
          cells: { student, assignment, question: gradeId, of },
        };
      }),
  );
}

/** @throws CommandError for points that are no number */
function checkPoints(
  folder: string,
  { line, cells }: ManualGradeRow,
): number | undefined {
  const text = (cells.points ?? "").trim();
  if (text === "") return undefined;
  // A comma, from a spreadsheet in many countries.
  if (/^(\d+([.,]\d*)?|[.,]\d+)$/.test(text))
    return Number(text.replace(",", "."));
  throw new CommandError(
    printable(
      `${byHandFile(folder)}, line ${line}: "${text}" of ${cells.student}, ${cells.question}, are not a number of points`,
    ),
  );
}

/** A score with what a person has given in it. */
export type Marked = Graded["scores"][number] & {
  comment: string;
  /** What the checks gave, where a person has overruled them. */
  overruled?: number;
  isChanged: boolean;
};

/** Scores with what a person has given in them; it also overrules a check. */
export function withManualGrades(
  graded: Graded,
  given: ReadonlyMap<string, ManualGrades>,
): Marked[] {
  return graded.scores.map((score) => {
    const byHand = given.get(keyOf(graded, score.gradeId));
    const { points, comment = "", isChanged = false } = byHand ?? {};
    if (points === undefined) return { ...score, comment, isChanged };
    const isOverruled = score.points !== undefined && score.points !== points;
    return {
      ...score,
      ...{ points, reasons: [], comment, isChanged },
      ...(isOverruled && { overruled: score.points }),
    };
  });
}
