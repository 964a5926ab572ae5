import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Notebook } from "../../../lib/homework/notebook.ts";
import { sumPoints } from "../../../lib/homework/points.ts";
import { release } from "../../../lib/homework/pipeline.ts";
import { restoreTests } from "../../../lib/homework/restore-tests.ts";
import { scoreNotebook, type Score } from "../../../lib/homework/score.ts";
import { writeNotebook } from "../../../lib/homework/write-notebook.ts";
import { gradedFolder, readGraded, type Graded } from "./graded.ts";
import { runSubmission, type GradingOptions } from "./grade-one.ts";
import type { GradedRun } from "./grading-job.ts";
import type { HandedIn } from "./submissions.ts";
import { writeWhole } from "./write-whole.ts";

/** An assignment and how it is graded. */
export interface Assignment {
  /** Where the submissions are, and `graded` goes. */
  folder: string;
  source: Notebook;
  sourceHash: string;
  name: string;
  options: GradingOptions;
}

/** Runs, scores and keeps one submission: graded/STUDENT/result.json and the notebook as it ran. */
export async function gradeSubmission(
  submission: HandedIn,
  assignment: Assignment,
  slot: number,
  { keepBest = false } = {},
): Promise<{ graded: Graded; isTimingLost: boolean }> {
  const started = performance.now();
  const { source, folder, sourceHash, name } = assignment;
  const notes = [...submission.notes];
  const { notebook, missing, changed } = restoreTests(
    submission.notebook ?? release(source),
    source,
  );
  if (missing.length)
    notes.push(`was missing and put back: ${missing.join(", ")}`);
  if (changed.length)
    notes.push(`was changed and put back: ${changed.join(", ")}`);
  const seed = makeSeed(name, submission.student);
  const run = await runSubmission(notebook, { slot, seed }, assignment.options);
  const ran = typeof run === "string" ? notebook : run.notebook;
  if (typeof run === "string") notes.push(run);
  else notes.push(...describeTampering(run));
  const scores =
    typeof run === "string" ? scoreNothing(notebook, run) : scoreNotebook(ran);
  const graded: Graded = {
    student: submission.student,
    name: submission.name,
    assignment: name,
    time: submission.time,
    submissionHash: submission.hash,
    sourceHash,
    scores,
    notes,
    seconds: (performance.now() - started) / 1000,
  };
  const before = keepBest ? readGraded(folder, submission.student) : undefined;
  if (before && sumPoints(before.scores).points >= sumPoints(scores).points)
    return { graded: before, isTimingLost: false };
  const place = join(gradedFolder(folder), submission.student);
  writeWhole(join(place, `${name}.ipynb`), writeNotebook(ran), {
    replace: true,
  });
  writeWhole(
    join(place, "result.json"),
    `${JSON.stringify(graded, null, 1)}\n`,
    { replace: true },
  );
  return { graded, isTimingLost: isTimingLost(ran, scores) };
}

function describeTampering({ tampered }: GradedRun): string[] {
  return Object.entries(tampered).map(
    ([test, changed]) =>
      `before ${test} it had replaced, and was put back: ${changed.slice(0, 8).join(", ")}${changed.length > 8 ? ", ..." : ""}. Please read this notebook`,
  );
}

/** The same for a student every time, so that a result can be had again; another for the next, so that copying shows. */
function makeSeed(assignment: string, student: string): number {
  const hash = createHash("sha256")
    .update(`${assignment}\n${student}`)
    .digest();
  return 1 + (hash.readUInt32BE() % 1_000_000);
}

function scoreNothing(notebook: Notebook, reason: string): Score[] {
  return scoreNotebook(notebook).map((score) =>
    score.points === undefined
      ? score
      : { ...score, points: 0, reasons: [reason] },
  );
}

function isTimingLost(notebook: Notebook, scores: Score[]): boolean {
  const timed = notebook.cells.filter(
    ({ metadata }) =>
      Array.isArray(metadata.tags) && metadata.tags.includes("timing"),
  );
  const ids = new Set(timed.map((cell) => cell.metadata.nbgrader?.grade_id));
  return scores.some(
    ({ gradeId, points, maxPoints }) =>
      ids.has(gradeId) &&
      points !== undefined &&
      points > 0 &&
      points < maxPoints,
  );
}
