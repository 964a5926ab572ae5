import { existsSync, readFileSync, statSync } from "node:fs";
import { availableParallelism, constants } from "node:os";
import { basename, dirname } from "node:path";
import { sumPoints, writePoints } from "../../lib/homework/points.ts";
import { hashFile } from "../../lib/homework/receipt.ts";
import { CommandError, parseOptions, UsageError } from "./command.ts";
import {
  readNotebook,
  readSeconds,
  runHomeworkCommand,
} from "./homework/files.ts";
import { readGraded, type Graded } from "./homework/graded.ts";
import {
  gradeSubmission,
  type Assignment,
} from "./homework/grade-submission.ts";
import { findAssignment } from "./homework/assignment.ts";
import { addByHand } from "./homework/by-hand.ts";
import { runGradingJob } from "./homework/grading-job.ts";
import { defaultLimits } from "./homework/limits.ts";
import { findSubmissions, type HandedIn } from "./homework/submissions.ts";
import { defaultResources, findWalls, type Walls } from "./sandbox/sandbox.ts";

const usage = `usage: romanesco grade DIR --source NOTEBOOK [--jobs N] [--again] [--unprotected]

Grades the newest submission of each student in DIR: zips of "romanesco submit", or folders STUDENT/... as nbgrader
collects them. Results go to DIR/graded; points that a person gives go into DIR/graded/by-hand.csv. What is graded
already is left alone, so a broken-off run goes on where it was.

  --source NOTEBOOK  the source, with solutions and hidden tests
  --jobs N           submissions at the same time (default: a core each)
  --cell-limit S     seconds for a cell (default 120), --limit S for a notebook (default 600)
  --memory MB        for each process (default 2000)
  --again            grades also what is graded already
  --unprotected      runs submissions although this system has no sandbox but Node's permissions for them`;

/** `romanesco grade`. */
export function run(args: string[]): Promise<number> {
  return runHomeworkCommand(args, usage, () => grade(args));
}

async function grade(args: string[]): Promise<number> {
  const { values, positionals } = parseOptions({
    args,
    allowPositionals: true,
    options,
  });
  if (values.job !== undefined) return runGradingJob(values.job).then(() => 0);
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1)
    throw new UsageError("grade takes one DIR");
  if (values.source === undefined)
    throw new UsageError("grade needs --source NOTEBOOK");
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new CommandError(`there is no folder ${folder}`);
  const limits = { ...defaultLimits };
  if (values["cell-limit"])
    limits.cellMs = readSeconds("--cell-limit", values["cell-limit"]);
  if (values.limit) limits.notebookMs = readSeconds("--limit", values.limit);
  const memoryBytes = readCount("--memory", values.memory) * 1e6;
  const assignment: Assignment = {
    folder,
    source: readNotebook(values.source),
    sourceHash: hashFile(readFileSync(values.source)),
    name: basename(values.source, ".ipynb"),
    options: {
      limits,
      resources: { ...defaultResources, memoryBytes },
      walls: chooseWalls(values.unprotected),
      sourceFolder: dirname(values.source),
    },
  };
  const submissions = findSubmissions(folder, {
    notebookName: basename(values.source),
    assignment: findAssignment(assignment.source, basename(values.source)),
  });
  if (submissions.length === 0)
    throw new CommandError(
      `there are no submissions in ${folder}: zips, or folders with ${basename(values.source)}`,
    );
  const jobs = readCount(
    "--jobs",
    values.jobs ?? String(availableParallelism()),
  );
  endJobsOnSignals();
  await gradeAll(submissions, assignment, { jobs, again: values.again });
  addByHand(folder);
  return 0;
}

/** A signal that ends a process does not emit its "exit", on which the jobs' processes are ended. */
function endJobsOnSignals(): void {
  for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"] as const)
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
}

const options = {
  source: { type: "string" },
  jobs: { type: "string" },
  "cell-limit": { type: "string" },
  limit: { type: "string" },
  memory: { type: "string", default: "2000" },
  again: { type: "boolean", default: false },
  unprotected: { type: "boolean", default: false },
  // One submission, in the process that grade has started for it.
  job: { type: "string" },
} as const;

function readCount(name: string, text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new UsageError(
    `${name} takes a whole number, 1 or more; got "${text}"`,
  );
}

/** Says what holds on this system. */
function chooseWalls(isUnprotectedFine: boolean): Walls {
  const { walls, problem } = findWalls();
  if (walls !== "permissions") {
    console.log(
      `each submission: own ${walls === "namespaces" ? "namespaces" : "namespaces (by bubblewrap)"}, no network, no files but its own folder (in memory), a user without rights; limits of time, memory, processes, output and disk`,
    );
    return walls;
  }
  if (!isUnprotectedFine)
    throw new CommandError(
      `this system has no sandbox (${problem}). Submissions could start programs that read and delete your files: grade on Linux with user namespaces or bubblewrap, or in a container or virtual machine that holds nothing else, with --unprotected`,
    );
  console.log(
    "UNPROTECTED: Node's permission model keeps a submission's JavaScript to its own folder, but not programs that it starts, and nothing keeps it from the network and from ending your processes; limits of time and output hold, those of processes and disk do not",
  );
  return walls;
}

async function gradeAll(
  submissions: HandedIn[],
  assignment: Assignment,
  { jobs, again }: { jobs: number; again: boolean },
): Promise<void> {
  const waiting = submissions.filter(
    (each) => again || !isGraded(each, assignment),
  );
  const old = submissions.length - waiting.length;
  if (old > 0) console.log(`${old} of ${submissions.length} graded already`);
  const queue = waiting.entries();
  let done = 0;
  const work = async (slot: number): Promise<void> => {
    for (const [, submission] of queue) {
      const isAlone = jobs === 1;
      const graded = await gradeSubmission(submission, assignment, {
        slot,
        isAlone,
      });
      tell(`${++done}/${waiting.length}`, graded);
    }
  };
  await Promise.all(Array.from({ length: jobs }, (_, slot) => work(slot)));
  // Beside others a speed-up may not show: those that lost points for time run once more, alone.
  for (const submission of submissions)
    if (readGraded(assignment.folder, submission.student)?.isTimingLost)
      tell(
        "alone",
        await gradeSubmission(submission, assignment, {
          slot: 0,
          isAlone: true,
        }),
      );
}

function isGraded(
  submission: HandedIn,
  { folder, sourceHash }: Assignment,
): boolean {
  const graded = readGraded(folder, submission.student);
  return (
    graded?.submissionHash === submission.hash &&
    graded.sourceHash === sourceHash
  );
}

function tell(
  count: string,
  { student, scores, notes, seconds }: Graded,
): void {
  const { points, maxPoints, pending } = sumPoints(scores);
  const byHand = pending ? `, ${writePoints(pending)} by hand` : "";
  console.log(
    `${count.padStart(6)}  ${student.padEnd(12)} ${writePoints(points).padStart(5)} of ${writePoints(maxPoints)}${byHand}  (${seconds.toFixed(0)} s)`,
  );
  // A note may hold text of the submission's.
  for (const note of notes)
    console.log(`        ! ${note.replace(/\p{Cc}+/gu, " ")}`);
}
