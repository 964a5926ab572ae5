import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { sumPoints, writePoints } from "../format/points.ts";
import { CommandError } from "../../command.ts";
import { byHandFile } from "../marks/manual-grades-sheet.ts";
import {
  updateManualGrades,
  withManualGrades,
  type Marked,
} from "../marks/manual-grades.ts";
import { writeCsv } from "../files/csv.ts";
import { describeManualGrades } from "../marks/describe-rest.ts";
import { makeFeedbackPage } from "../marks/feedback-html.ts";
import { readNotebook, defineHomeworkCommand } from "../files/files.ts";
import {
  gradedFolder,
  readAllGraded,
  resultFolder,
  type Graded,
} from "../files/graded.ts";
import { makeGradescopeResults } from "../marks/gradescope.ts";
import { hideSecrets } from "../marks/hide-secrets.ts";
import { printable } from "../files/printable.ts";
import { writeAtomically } from "../files/atomic-write.ts";

/** `romanesco feedback`; exit code 1 while questions wait for a person. */
export const command = defineHomeworkCommand({
  name: "feedback",
  takes: ["DIR"],
  about: `After "romanesco grade DIR", and with the points of DIR/graded/by-hand.csv, writes:

  DIR/graded/STUDENT/ASSIGNMENT/feedback.html  points, reasons, comments and plots; one file, works offline
  DIR/graded/STUDENT/ASSIGNMENT/results.json   for Gradescope
  DIR/graded/grades.csv                        a line a student and assignment`,
  options: {
    "extra-credit": {
      type: "boolean",
      default: false,
      help: "points by hand may be more than a question's maximum",
    },
  },
  run: ({ values, operands }) =>
    giveFeedback(operands[0]!, values["extra-credit"]),
});

export const { run } = command;

function giveFeedback(folder: string, hasExtraCredit: boolean): number {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new CommandError(`there is no folder ${folder}`);
  const all = readAllGraded(folder);
  if (all.length === 0)
    throw new CommandError(
      `nothing is graded in ${folder}. First: romanesco grade ${folder} --source NOTEBOOK`,
    );
  const byHand = updateManualGrades(folder);
  const scored = all.map((graded) => ({
    graded,
    scores: withManualGrades(graded, byHand.given),
  }));
  if (!hasExtraCredit)
    for (const { graded, scores } of scored) checkPoints(graded, scores);
  for (const { graded, scores } of scored)
    writeFeedback(folder, graded, scores);
  const table = join(gradedFolder(folder), "grades.csv");
  writeAtomically(table, writeCsv(makeTable(scored)), { replace: true });
  console.log(
    `wrote ${table} and the feedback of ${all.length} ${all.length === 1 ? "submission" : "submissions"}`,
  );
  for (const line of describeManualGrades(byHand, folder)) console.log(line);
  const open = scored.filter(
    ({ scores }) => sumPoints(scores).pending > 0,
  ).length;
  if (open > 0)
    console.log(
      `${open} wait for points by a person: fill in ${byHandFile(folder)} and run feedback again`,
    );
  const isChanged = [...byHand.given.values()].some((each) => each.isChanged);
  return open > 0 || isChanged || byHand.unused.length > 0 ? 1 : 0;
}

function checkPoints(graded: Graded, scores: Marked[]): void {
  const over = scores.find(
    ({ points, maxPoints }) => points !== undefined && points > maxPoints,
  );
  if (over)
    throw new CommandError(
      printable(
        `by-hand.csv gives ${graded.student} ${over.points} of ${over.maxPoints} points for ${over.gradeId}. If more than all is meant: --extra-credit`,
      ),
    );
}

function writeFeedback(folder: string, graded: Graded, scores: Marked[]): void {
  const { student, name, assignment, time, isUnread } = graded;
  const place = resultFolder(folder, student, assignment);
  const ran = readNotebook(join(place, `${assignment}.ipynb`));
  const { notebook, hide } = hideSecrets(ran);
  // What could not be read is said once, not with each question.
  const problem = isUnread ? graded.notes.at(-1) : undefined;
  const shown = scores.map((score) => ({
    ...score,
    reasons: isUnread ? [] : score.reasons.map(hide),
  }));
  const page = makeFeedbackPage({
    student,
    name,
    assignment,
    time,
    scores: shown,
    notebook,
    ...(problem !== undefined && { problem }),
  });
  writeAtomically(join(place, "feedback.html"), page, { replace: true });
  const results = makeGradescopeResults(shown, graded.seconds);
  writeAtomically(
    join(place, "results.json"),
    `${JSON.stringify(results, null, 1)}\n`,
    { replace: true },
  );
}

/** What persons have overruled, and what they should look at again. */
function noteManualGrades(scores: Marked[]): string[] {
  return scores.flatMap(({ gradeId, points, overruled, isChanged }) => [
    ...(overruled === undefined || points === undefined
      ? []
      : [
          `${gradeId}: ${writePoints(points)} by hand, ${writePoints(overruled)} by its check`,
        ]),
    ...(isChanged ? [`${gradeId}: changed since its points were given`] : []),
  ]);
}

function makeTable(
  scored: { graded: Graded; scores: Marked[] }[],
): (string | number)[][] {
  const questions = [
    ...new Set(
      scored.flatMap(({ scores }) => scores.map(({ gradeId }) => gradeId)),
    ),
  ];
  const rows = scored.map(({ graded, scores }) => {
    const { points, maxPoints, pending } = sumPoints(scores);
    const each = questions.map(
      (id) => scores.find(({ gradeId }) => gradeId === id)?.points ?? "",
    );
    return [
      graded.student,
      graded.name,
      graded.assignment,
      graded.time,
      points,
      maxPoints,
      pending,
      ...each,
      printable([...graded.notes, ...noteManualGrades(scores)].join("; ")),
    ];
  });
  return [
    [
      "student",
      "name",
      "assignment",
      "time",
      "points",
      "of",
      "waiting",
      ...questions,
      "notes",
    ],
    ...rows,
  ];
}
