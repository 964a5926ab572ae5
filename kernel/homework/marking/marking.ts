import { existsSync } from "node:fs";
import { join } from "node:path";
import { readNotebook } from "../files/files.ts";
import {
  readGradedFolder,
  resultFolder,
  type Graded,
} from "../files/graded.ts";
import { findTitle } from "../format/find-title.ts";
import {
  gradeIdOf,
  isGrade,
  isLocked,
  isManual,
} from "../format/grade-metadata.ts";
import type { Cell, Notebook } from "../format/notebook.ts";
import {
  byHandFile,
  keepFormer,
  readSheet,
  writeSheet,
} from "../marks/manual-grades-sheet.ts";
import {
  complete,
  keyOf,
  updateManualGrades,
  type ManualGrades,
} from "../marks/manual-grades.ts";

/** A question of an assignment, over all students. */
export interface MarkedQuestion {
  assignment: string;
  gradeId: string;
  title: string;
  maxPoints: number;
  /** Has a person to give its points? */
  isManual: boolean;
  /** Results with this question, in the order in which they are shown. */
  results: Graded[];
}

/** What a person gives for an answer; points as typed in the table. */
export interface Given {
  points: number | undefined;
  comment: string;
}

/** The marks of a folder, while a person gives them. */
export class Marking {
  readonly questions: MarkedQuestion[];
  readonly #folder: string;

  /**
   * @param shuffle the order of students, other than that of their names
   * @throws CommandError if there is no such folder, or nothing is graded in it
   */
  constructor(folder: string, shuffle: (results: Graded[]) => Graded[]) {
    this.#folder = folder;
    this.questions = this.#listQuestions(shuffle(readGradedFolder(folder)));
    updateManualGrades(folder);
    // Once, not with every mark.
    if (existsSync(byHandFile(folder))) keepFormer(byHandFile(folder));
  }

  /** What has been given, by any means: the table may be open in a spreadsheet, too. */
  given(): (
    question: MarkedQuestion,
    graded: Graded,
  ) => ManualGrades | undefined {
    const all = updateManualGrades(this.#folder).given;
    return ({ gradeId }, graded) => all.get(keyOf(graded, gradeId));
  }

  /** An answer: the student's cells of this question, and the question's own cell, as they ran. */
  findCells({ gradeId }: MarkedQuestion, graded: Graded): Cell[] {
    const { cells } = this.#read(graded);
    const at = cells.findIndex((cell) => gradeIdOf(cell) === gradeId);
    const before = cells.slice(0, at);
    const last = before.findLastIndex(
      (cell) => isGrade(cell) || isManual(cell),
    );
    const own = before.slice(last + 1).filter((cell) => !isLocked(cell));
    return at < 0 ? [] : [...own, cells[at]!];
  }

  /** Writes it into by-hand.csv. */
  give({ gradeId }: MarkedQuestion, graded: Graded, given: Given): void {
    const { columns, rows } = readSheet(this.#folder);
    const { student, assignment } = graded;
    const isIts = ({ cells }: (typeof rows)[number]) =>
      cells.student?.normalize("NFC") === student &&
      cells.question === gradeId &&
      (!cells.assignment || cells.assignment === assignment);
    const row = rows.find(isIts) ?? { line: 0, cells: {} };
    if (!rows.includes(row)) rows.push(row);
    const { points, comment } = given;
    Object.assign(row.cells, {
      ...{ student, question: gradeId, comment, answer: "" },
      points: points === undefined ? "" : String(points),
    });
    complete(row, graded, points);
    writeSheet(this.#folder, { columns, rows }, { isKept: true });
  }

  #listQuestions(results: Graded[]): MarkedQuestion[] {
    const questions = new Map<string, MarkedQuestion>();
    for (const graded of results)
      for (const { gradeId, maxPoints, points } of graded.scores) {
        const key = `${graded.assignment}\n${gradeId}`;
        const known = questions.get(key);
        const made = known ?? {
          ...{ assignment: graded.assignment, gradeId, maxPoints },
          title: findTitle(this.#read(graded), gradeId),
          ...{ isManual: false, results: [] },
        };
        made.isManual ||= points === undefined;
        made.results.push(graded);
        questions.set(key, made);
      }
    return [...questions.values()];
  }

  #read({ student, assignment }: Graded): Notebook {
    const place = resultFolder(this.#folder, student, assignment);
    return readNotebook(join(place, `${assignment}.ipynb`));
  }
}
