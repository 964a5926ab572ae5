import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { sumPoints } from "../../lib/homework/points.ts";
import { CommandError, parseOptions, UsageError } from "./command.ts";
import { readByHand, withByHand } from "./homework/by-hand.ts";
import { writeCsv } from "./homework/csv.ts";
import { makeFeedbackPage, type Commented } from "./homework/feedback-html.ts";
import { readNotebook, runHomeworkCommand } from "./homework/files.ts";
import { gradedFolder, readAllGraded, type Graded } from "./homework/graded.ts";
import { makeGradescopeResults } from "./homework/gradescope.ts";
import { writeWhole } from "./homework/write-whole.ts";

const usage = `usage: romanesco feedback DIR

After "romanesco grade DIR", and with the points of DIR/graded/by-hand.csv, writes:

  DIR/graded/STUDENT/feedback.html  points, reasons, comments and plots; one file, works offline
  DIR/graded/STUDENT/results.json   for Gradescope
  DIR/graded/grades.csv             a line a student`;

/** `romanesco feedback`; exit code 1 while questions wait for a person. */
export function run(args: string[]): Promise<number> {
  return runHomeworkCommand(args, usage, () => giveFeedback(args));
}

function giveFeedback(args: string[]): number {
  const { positionals } = parseOptions({
    args,
    allowPositionals: true,
    options: {},
  });
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1)
    throw new UsageError("feedback takes one DIR");
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new CommandError(`there is no folder ${folder}`);
  const all = readAllGraded(folder);
  if (all.length === 0)
    throw new CommandError(
      `nothing is graded in ${folder}. First: romanesco grade ${folder} --source NOTEBOOK`,
    );
  const given = readByHand(folder);
  const scored = all.map((graded) => ({
    graded,
    scores: checkPoints(graded, withByHand(graded, given)),
  }));
  for (const { graded, scores } of scored)
    writeFeedback(folder, graded, scores);
  const table = join(gradedFolder(folder), "grades.csv");
  writeWhole(table, writeCsv(makeTable(scored)), { replace: true });
  console.log(
    `wrote ${table} and the feedback of ${all.length} ${all.length === 1 ? "student" : "students"}`,
  );
  const open = scored.filter(
    ({ scores }) => sumPoints(scores).pending > 0,
  ).length;
  if (open > 0)
    console.log(
      `${open} wait for points by a person: fill in ${join(gradedFolder(folder), "by-hand.csv")} and run feedback again`,
    );
  return open > 0 ? 1 : 0;
}

function checkPoints(graded: Graded, scores: Commented[]): Commented[] {
  const over = scores.find(
    ({ points, maxPoints }) => points !== undefined && points > maxPoints,
  );
  if (over)
    throw new CommandError(
      `by-hand.csv gives ${graded.student} ${over.points} of ${over.maxPoints} points for ${over.gradeId}`,
    );
  return scores;
}

function writeFeedback(
  folder: string,
  graded: Graded,
  scores: Commented[],
): void {
  const place = join(gradedFolder(folder), graded.student);
  const notebook = readNotebook(join(place, `${graded.assignment}.ipynb`));
  const { student, name, assignment, time } = graded;
  const page = makeFeedbackPage({
    student,
    name,
    assignment,
    time,
    scores,
    notebook,
  });
  writeWhole(join(place, "feedback.html"), page, { replace: true });
  const results = makeGradescopeResults(scores, graded.seconds);
  writeWhole(
    join(place, "results.json"),
    `${JSON.stringify(results, null, 1)}\n`,
    { replace: true },
  );
}

function makeTable(
  scored: { graded: Graded; scores: Commented[] }[],
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
      graded.notes.join("; "),
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
