import { join, relative, sep } from "node:path";
import { CommandError } from "../../command.ts";
import { byHandFile } from "../marks/manual-grades-sheet.ts";
import { updateManualGrades, type Marked } from "../marks/manual-grades.ts";
import { writeCsv } from "../files/csv.ts";
import { describeManualGrades } from "../marks/describe-rest.ts";
import { makeClassPage } from "../marks/class-page.ts";
import { findTitle } from "../format/find-title.ts";
import { makeFeedbackPage } from "../marks/feedback-html.ts";
import { readNotebook, defineHomeworkCommand } from "../files/files.ts";
import {
  gradedFolder,
  readGradedFolder,
  resultFolder,
  type Graded,
} from "../files/graded.ts";
import { findCourseAbove } from "../course/course.ts";
import { makeGradesTable } from "../marks/grades-table.ts";
import { makeGradescopeResults } from "../marks/gradescope.ts";
import { addUp, type Scored } from "../marks/scored.ts";
import { writePlatforms } from "../marks/write-platforms.ts";
import { hideSecrets } from "../marks/hide-secrets.ts";
import { printable } from "../files/printable.ts";
import { writeAtomically } from "../files/atomic-write.ts";

/** `romanesco feedback`; exit code 1 while questions wait for a person. */
export const command = defineHomeworkCommand({
  name: "feedback",
  takes: ["DIR"],
  about: `After "romanesco grade DIR", and with the points of DIR/graded/by-hand.csv, writes:

  DIR/graded/STUDENT/ASSIGNMENT/feedback.html  points, reasons, comments and plots, in one file that works offline
  DIR/graded/STUDENT/ASSIGNMENT/results.json   for Gradescope
  DIR/graded/grades.csv                        a line for each student and assignment
  DIR/graded/ASSIGNMENT.class.html             the same as a page for the teacher, with the means
  DIR/graded/ASSIGNMENT.canvas.csv             for Canvas's gradebook
  DIR/graded/ASSIGNMENT.moodle.csv             for Moodle's "Upload grading worksheet", and ASSIGNMENT.moodle-feedback.zip
                                               for its "Upload multiple feedback files in a zip"

Late submissions lose points as course.json says; ids, extensions and the names that platforms use come from course.csv. Both files
are in a folder above DIR.`,
  options: {
    "extra-credit": {
      type: "boolean",
      default: false,
      help: "allows points by hand beyond a question's maximum",
    },
  },
  run: ({ values, operands }) =>
    giveFeedback(operands[0]!, values["extra-credit"]),
});

export const { run } = command;

function giveFeedback(folder: string, hasExtraCredit: boolean): number {
  const all = readGradedFolder(folder);
  const byHand = updateManualGrades(folder);
  const course = findCourseAbove(folder);
  const scored = all.map((graded) => addUp(graded, byHand.given, course));
  if (!hasExtraCredit)
    for (const { graded, scores } of scored) checkPoints(graded, scores);
  for (const each of scored) writeFeedback(folder, each);
  const table = join(gradedFolder(folder), "grades.csv");
  writeAtomically(table, writeCsv(makeGradesTable(scored)), { replace: true });
  console.log(
    `wrote ${table} and the feedback of ${all.length} ${all.length === 1 ? "submission" : "submissions"}`,
  );
  for (const file of writeClassPages(folder, scored))
    console.log(`wrote ${file}`);
  for (const line of writePlatforms(folder, scored, course)) console.log(line);
  for (const line of describeManualGrades(byHand, folder)) console.log(line);
  const open = scored.filter(({ pending }) => pending > 0).length;
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

function writeClassPages(folder: string, scored: Scored[]): string[] {
  const place = gradedFolder(folder);
  const addressOf = ({ graded: { student, assignment } }: Scored) =>
    [...relative(place, resultFolder(folder, student, assignment)).split(sep)]
      .concat("feedback.html")
      .map(encodeURIComponent)
      .join("/");
  const names = new Set(scored.map(({ graded }) => graded.assignment));
  return [...names].map((assignment) => {
    const these = scored.filter(
      ({ graded }) => graded.assignment === assignment,
    );
    const { student } = (
      these.find(({ graded }) => !graded.isUnread) ?? these[0]!
    ).graded;
    const notebook = readNotebook(
      join(resultFolder(folder, student, assignment), `${assignment}.ipynb`),
    );
    const titleOf = (gradeId: string) => findTitle(notebook, gradeId);
    const page = makeClassPage({
      assignment,
      scored: these,
      titleOf,
      addressOf,
    });
    const file = join(place, `${assignment}.class.html`);
    writeAtomically(file, page, { replace: true });
    return file;
  });
}

function writeFeedback(folder: string, scored: Scored): void {
  const { graded, scores } = scored;
  const { student, name, assignment, isUnread } = graded;
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
    time: graded.received ?? graded.time,
    scored: { ...scored, scores: shown },
    notebook,
    ...(problem !== undefined && { problem }),
  });
  writeAtomically(join(place, "feedback.html"), page, { replace: true });
  const results = makeGradescopeResults({ ...scored, scores: shown });
  writeAtomically(
    join(place, "results.json"),
    `${JSON.stringify(results, null, 1)}\n`,
    { replace: true },
  );
}
