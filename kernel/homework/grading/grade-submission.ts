import { join } from "node:path";
import type { Notebook } from "../format/notebook.ts";
import { sumPoints } from "../format/points.ts";
import { release } from "../format/pipeline.ts";
import { restoreTests } from "../format/restore-tests.ts";
import { makeSeed } from "../format/seed.ts";
import { scoreNotebook, type Score } from "../format/score.ts";
import { writeNotebook } from "../format/write-notebook.ts";
import type { GradedRun } from "./grading-job.ts";
import { readGraded, resultFolder, type Graded } from "../files/graded.ts";
import { endedLate, runSubmission, type GradingOptions } from "./grade-one.ts";
import { hasVariants } from "../submitting/own-seed.ts";
import { readStudent } from "../submitting/student.ts";
import { toFolderName } from "../files/folder-name.ts";
import { describe, type DataFiles } from "../collecting/candidates.ts";
import { hashAnswers } from "./hash-answers.ts";
import type { HandedIn } from "../collecting/submissions.ts";
import { writeAtomically } from "../files/atomic-write.ts";

/** An assignment and how it is graded. */
export interface Assignment {
  /** Where the submissions are, and `graded` goes. */
  folder: string;
  source: Notebook;
  sourceHash: string;
  /** Real path of the source. */
  path: string;
  /** Names its results. */
  name: string;
  notebookName: string;
  /** Whose variant a submission is graded with: by the course's list, of a group by who handed in. */
  findSeedOwner(submission: HandedIn): string;
  /** By the id in a submission's notebook: who else of the course's list it says that it is from. */
  findOther(submission: HandedIn, id: string): string | undefined;
  options: GradingOptions;
}

/** Runs, scores and keeps one submission: graded/STUDENT/ASSIGNMENT/result.json and the notebook as it ran. */
export async function gradeSubmission(
  submission: HandedIn,
  assignment: Assignment,
  { slot, isAlone }: { slot: number; isAlone: boolean },
): Promise<Graded> {
  const started = performance.now();
  const { folder, sourceHash, name } = assignment;
  const notes = [...submission.notes];
  const prepared = prepare(submission, assignment, notes);
  const { notebook, files, studentName, problem } = prepared;
  const seed = makeSeed(name, assignment.findSeedOwner(submission));
  const attempt = () =>
    runSubmission({ notebook, files }, { slot, seed }, assignment.options);
  let run = problem ?? runNothing(notebook) ?? (await attempt());
  const hasFailed = () =>
    problem === undefined && typeof run === "string" && run !== endedLate;
  // That was not the submission's doing, but perhaps a machine with more to do than it can.
  if (hasFailed()) run = await attempt();
  const ran = typeof run === "string" ? notebook : run.notebook;
  if (typeof run === "string") notes.push(run);
  else notes.push(...run.notes);
  const scores =
    typeof run === "string" ? scoreNothing(notebook, run) : scoreNotebook(ran);
  const graded: Graded = {
    student: submission.student,
    name: submission.name || studentName,
    assignment: name,
    time: submission.time,
    ...pickArrival(submission),
    submissionHash: submission.hash,
    sourceHash,
    source: assignment.path,
    scores,
    answers: hashAnswers(notebook),
    notes,
    isUnread: problem !== undefined,
    ...(hasFailed() && { hasFailed: true }),
    seconds: (performance.now() - started) / 1000,
    isTimingLost: !isAlone && isTimingLost(ran, scores),
  };
  const before = readGraded(folder, submission.student, name);
  const isRetried =
    before?.isTimingLost && before.submissionHash === submission.hash;
  if (isRetried && sumPoints(before.scores).points > sumPoints(scores).points)
    return keep(assignment, { ...before, isTimingLost: false });
  return keep(assignment, graded, ran);
}

/** When it arrived and from where: what may be known later than what was handed in. */
export const pickArrival = ({
  received,
  platform,
}: Pick<HandedIn, "received" | "platform">): Partial<Graded> => ({
  ...(received !== undefined && { received }),
  ...(platform && { platform }),
});

/** An essay has nothing to run. */
const runNothing = (notebook: Notebook): GradedRun | undefined =>
  notebook.cells.some(({ cell_type }) => cell_type === "code")
    ? undefined
    : { notebook, notes: [] };

export function keep(
  { folder, name }: Pick<Assignment, "folder" | "name">,
  graded: Graded,
  ran?: Notebook,
): Graded {
  const place = resultFolder(folder, graded.student, name);
  const replace = { replace: true };
  if (ran)
    writeAtomically(join(place, `${name}.ipynb`), writeNotebook(ran), replace);
  const text = `${JSON.stringify(graded, null, 1)}\n`;
  writeAtomically(join(place, "result.json"), text, replace);
  return graded;
}

interface Prepared {
  notebook: Notebook;
  files: DataFiles;
  studentName: string;
  /** Why there is nothing to run. */
  problem?: string;
}

/** The submission with the source's checks in it. */
function prepare(
  submission: HandedIn,
  assignment: Assignment,
  notes: string[],
): Prepared {
  const { source } = assignment;
  try {
    const given = submission.load();
    const restored = restoreTests(given, source);
    const { notebook, missing, changed, copied } = restored;
    // Fails here, not after the run, for what JSON cannot hold.
    writeNotebook(notebook);
    if (missing.length)
      notes.push(`was missing and put back: ${missing.join(", ")}`);
    if (changed.length)
      notes.push(`was changed and put back: ${changed.join(", ")}`);
    if (copied.length)
      notes.push(
        `was there twice, with another answer in the copy, which does not count: ${copied.join(", ")}`,
      );
    const { id = "" } = readStudent(given);
    const other = id && assignment.findOther(submission, id);
    if (other) notes.push(`its notebook has the id of ${other} in it`);
    const owner = assignment.findSeedOwner(submission);
    if (id !== "" && hasVariants(source) && toFolderName(id) !== owner)
      notes.push(
        `is graded with the variant of ${owner}; its notebook has that of ${id}`,
      );
    const files = submission.loadFiles();
    return { notebook, files, studentName: readStudent(given).name ?? "" };
  } catch (error) {
    return {
      notebook: release(source),
      files: {},
      studentName: "",
      problem: describe(error),
    };
  }
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
