import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CommandError } from "../command.ts";
import { readCsv, writeCsv } from "./csv.ts";
import { gradedFolder, readAllGraded, type Graded } from "./graded.ts";
import { writeWhole } from "./write-whole.ts";

/** What a person has given: points, or a comment, or both. */
export interface ByHand {
  points: number | undefined;
  comment: string;
}

const header = ["student", "question", "points", "of", "comment"];
const fileOf = (folder: string): string =>
  join(gradedFolder(folder), "by-hand.csv");

/** Adds a line for every question that waits for a person; lines that are there stay as they are. */
export function addByHand(folder: string): void {
  const given = readByHand(folder);
  const known = [...given].map(([key, { points, comment }]) => ({
    key,
    points,
    comment,
  }));
  const rows: (string | number)[][] = [];
  for (const graded of readAllGraded(folder))
    for (const { gradeId, points, maxPoints } of graded.scores) {
      const found = known.find(
        ({ key }) => key === keyOf(graded.student, gradeId),
      );
      if (points === undefined || found)
        rows.push([
          graded.student,
          gradeId,
          found?.points ?? "",
          maxPoints,
          found?.comment ?? "",
        ]);
    }
  writeWhole(fileOf(folder), writeCsv([header, ...rows]), { replace: true });
}

/** By {@link keyOf}. @throws CommandError for points that are no number */
export function readByHand(folder: string): Map<string, ByHand> {
  const file = fileOf(folder);
  if (!existsSync(file)) return new Map();
  const [, ...rows] = readCsv(readFileSync(file, "utf8"), file);
  return new Map(
    rows.map(([student = "", question = "", points = "", , comment = ""]) => {
      const number = points.trim() === "" ? undefined : Number(points);
      if (number !== undefined && !(number >= 0))
        throw new CommandError(
          `${file}: "${points}" of ${student}, ${question}, are no points`,
        );
      return [keyOf(student, question), { points: number, comment }];
    }),
  );
}

export const keyOf = (student: string, question: string): string =>
  `${student}\n${question}`;

/** Scores with what a person has given in them; it also overrules a check. */
export function withByHand(
  graded: Graded,
  given: ReadonlyMap<string, ByHand>,
): (Graded["scores"][number] & { comment: string })[] {
  return graded.scores.map((score) => {
    const { points, comment } = given.get(
      keyOf(graded.student, score.gradeId),
    ) ?? { points: undefined, comment: "" };
    if (points === undefined) return { ...score, comment };
    return { ...score, points, reasons: [], comment };
  });
}
