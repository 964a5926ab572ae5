import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { availableParallelism, constants } from "node:os";
import { basename, dirname } from "node:path";
import { sumPoints, writePoints } from "../format/points.ts";
import { hashFile } from "../format/receipt.ts";
import { CommandError, UsageError } from "../../command.ts";
import { defineHomeworkCommand } from "../files/files.ts";
import { toFolderName } from "../files/folder-name.ts";
import { makeWanted } from "../collecting/fit.ts";
import { readAllGraded, readGraded, type Graded } from "../files/graded.ts";
import {
  gradeSubmission,
  keep,
  pickArrival,
  type Assignment,
} from "../grading/grade-submission.ts";
import {
  findCourseAbove,
  findOther,
  findGradedLateness,
  findMember,
  lacksTime,
  type Course,
} from "../course/course.ts";
import { findCourse as findSourcesCourse } from "../submitting/assignment.ts";
import { describeChange } from "../marks/describe-change.ts";
import {
  findResultName,
  findSourceAssignment,
} from "../submitting/assignment.ts";
import { updateManualGrades } from "../marks/manual-grades.ts";
import {
  describeManualGrades,
  describeRest,
  describeFailed,
  describeUnread,
} from "../marks/describe-rest.ts";
import { GradingProgress } from "../grading/progress.ts";
import { runGradingJob } from "../grading/grading-job.ts";
import { limitOptions, type LimitValues, readLimits } from "./limit-options.ts";
import { printable } from "../files/printable.ts";
import { readSource } from "../grading/read-source.ts";
import { findSubmissions, type HandedIn } from "../collecting/submissions.ts";
import {
  defaultResources,
  describeMemory,
  findIsolation,
  type Isolation,
} from "../sandbox/sandbox.ts";

/** `romanesco grade`. */
export const command = defineHomeworkCommand({
  name: "grade",
  takes: ["DIR"],
  about: `Grades the newest submission of each student in DIR: zips of "romanesco submit", folders STUDENT/ASSIGNMENT/... as
nbgrader collects them, or the downloads of Moodle, Canvas and Gradescope. Results go to DIR/graded; points given by
hand go into DIR/graded/by-hand.csv. Submissions that are graded already are left alone, so an interrupted run resumes where
it stopped; students whose points another grading has changed are listed. course.json and course.csv, in the folders above
DIR, say when each assignment is due. The exit code is 1 if something in DIR could not be graded; the output names it.`,
  options: {
    source: {
      type: "string",
      value: "NOTEBOOK",
      required: true,
      help: "the source, with solutions and hidden tests",
    },
    jobs: {
      type: "string",
      value: "N",
      help: "how many submissions to grade at the same time (default: one per logical CPU)",
    },
    ...limitOptions,
    memory: {
      type: "string",
      default: "2000",
      value: "MB",
      help: "the most memory that each process may use (default 2000)",
    },
    again: {
      type: "boolean",
      default: false,
      help: "grades again what is graded already, even if the source has moved or changed",
    },
    unprotected: {
      type: "boolean",
      default: false,
      help: "runs submissions although this system's only sandbox is Node's permissions",
    },
  },
  run: ({ values, operands }) => grade(operands[0]!, values),
});

/** One submission, in the process that grade has started for it. */
const job = defineHomeworkCommand({
  name: "grade --job",
  takes: ["FILE"],
  about: "Grades the submission that the file names.",
  options: {},
  run: ({ operands }) => runGradingJob(operands[0]!).then(() => 0),
});

export function run(args: string[]): Promise<number> {
  return args[0] === "--job" ? job.run(args.slice(1)) : command.run(args);
}

async function grade(folder: string, values: Values): Promise<number> {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new CommandError(`there is no folder ${folder}`);
  const course = findCourseAbove(folder);
  const { wanted, assignment } = readAssignment(folder, course, values);
  const key = course.key ?? findSourcesCourse(assignment.source).key;
  const found = findSubmissions(folder, wanted, { ...course, key });
  if (found.submissions.length === 0)
    throw new CommandError(
      [
        `there are no submissions of ${wanted.assignment} in ${folder}: zips, or folders with ${assignment.notebookName}`,
        ...describeRest(found),
      ].join("\n"),
    );
  const jobs = readCount(
    "--jobs",
    values.jobs ?? String(availableParallelism()),
  );
  if (!values.again) refuseOtherSource(assignment);
  // What is wrong with it is said before, not after hours.
  updateManualGrades(folder);
  const grading = { assignment, course, changes: [] };
  await gradeAll(found.submissions, grading, { jobs, again: values.again });
  const byHand = describeManualGrades(updateManualGrades(folder), folder);
  const unread = found.submissions.flatMap(({ student }) => {
    const graded = readGraded(folder, student, assignment.name);
    if (graded?.hasFailed) return [describeFailed(graded)];
    return graded?.isUnread ? [describeUnread(graded)] : [];
  });
  const { changes } = grading;
  for (const line of [...changes, ...byHand, ...unread, ...describeRest(found)])
    console.log(line);
  return found.leftOut.length + unread.length > 0 ? 1 : 0;
}

function readAssignment(folder: string, course: Course, values: Values) {
  const path = values.source;
  const source = readSource(path);
  const notebookName = basename(path);
  const wanted = makeWanted(
    source,
    notebookName,
    findSourceAssignment(source, path),
  );
  const memoryBytes = readCount("--memory", values.memory) * 1e6;
  const assignment: Assignment = {
    ...{ folder, source, notebookName },
    sourceHash: hashFile(readFileSync(path)),
    path: realpathSync(path),
    name: findResultName(wanted.assignment, notebookName),
    findSeedOwner: (submission) =>
      submission.by ??
      toFolderName(findMember(course, submission)?.id ?? submission.student),
    findOther: (submission, id) => findOther(course, submission, id)?.id,
    options: {
      limits: readLimits(values),
      resources: { ...defaultResources, memoryBytes },
      isolation: chooseIsolation(values.unprotected),
      sourceFolder: dirname(path),
    },
  };
  return { wanted, assignment };
}

/** Results of another assignment that has the same name would be replaced. */
function refuseOtherSource({
  folder,
  name,
  path,
  sourceHash,
}: Assignment): void {
  const other = readAllGraded(folder).find(
    (each) =>
      each.assignment === name &&
      each.source !== undefined &&
      each.source !== path &&
      each.sourceHash !== sourceHash,
  );
  if (other)
    throw new CommandError(
      `${folder} has results of ${name} that were made with ${other.source}. If this is the same assignment, use --again; if not, give it a name of its own: "romanesco": {"assignment": "..."} in the metadata of its source`,
    );
}

/** A signal that ends a process does not emit its "exit", on which the jobs' processes are ended. */
function endJobsOnSignals(progress: GradingProgress): void {
  for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      console.error(progress.stopped);
      process.exit(128 + constants.signals[signal]);
    });
}

interface Values extends LimitValues {
  source: string;
  jobs?: string | undefined;
  memory: string;
  again: boolean;
  unprotected: boolean;
}

function readCount(name: string, text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new UsageError(
    `${name} takes a whole number, 1 or more; got "${text}"`,
  );
}

/** Says what holds on this system. */
function chooseIsolation(isUnprotectedFine: boolean): Isolation {
  const { isolation, problem } = findIsolation();
  if (isolation !== "permissions") {
    console.log(
      `each submission: own ${isolation === "namespaces" ? "namespaces" : "namespaces (by bubblewrap)"}, no network, no files but its own folder (in memory), a user without rights; limits of time, memory, processes, output and disk`,
    );
    console.log(describeMemory(isolation));
    return isolation;
  }
  if (!isUnprotectedFine)
    throw new CommandError(
      `this system has no sandbox (${problem}). Submissions could start programs that read and delete your files: grade on Linux with user namespaces or bubblewrap, or in a container or virtual machine that holds nothing else, with --unprotected`,
    );
  console.log(
    "UNPROTECTED: Node's permission model keeps a submission's JavaScript to its own folder, but not programs that it starts, nor threads with options of their own, and nothing keeps it from the network and from ending your processes; limits of time and output hold, those of processes and disk do not",
  );
  return isolation;
}

/** One run of `grade`. */
interface Grading {
  assignment: Assignment;
  course: Course;
  /** Whose points are others now. */
  changes: string[];
}

async function gradeAll(
  submissions: HandedIn[],
  grading: Grading,
  { jobs, again }: { jobs: number; again: boolean },
): Promise<void> {
  const { assignment } = grading;
  const waiting = submissions.filter(
    (each) => again || !isGraded(each, assignment),
  );
  const old = submissions.length - waiting.length;
  if (old > 0) console.log(`${old} of ${submissions.length} graded already`);
  for (const each of submissions)
    if (!waiting.includes(each)) updateArrival(each, assignment);
  const queue = waiting.entries();
  const progress = new GradingProgress(waiting.length);
  endJobsOnSignals(progress);
  const work = async (slot: number): Promise<void> => {
    for (const [, submission] of queue) {
      const isAlone = jobs === 1;
      const how = { slot, isAlone };
      const graded = await gradeAndCompare(submission, grading, how);
      tell(progress.next(), graded, grading, progress.left);
    }
  };
  await Promise.all(Array.from({ length: jobs }, (_, slot) => work(slot)));
  // Beside others a speed-up may not show: those that lost points for time run once more, alone.
  for (const submission of submissions)
    if (
      readGraded(assignment.folder, submission.student, assignment.name)
        ?.isTimingLost
    )
      tell(
        "alone",
        await gradeSubmission(submission, assignment, {
          slot: 0,
          isAlone: true,
        }),
        grading,
      );
}

/** Notes it when the same submission comes to other points than before. */
async function gradeAndCompare(
  submission: HandedIn,
  { assignment, changes }: Grading,
  how: { slot: number; isAlone: boolean },
): Promise<Graded> {
  const { folder, name } = assignment;
  const before = readGraded(folder, submission.student, name);
  const graded = await gradeSubmission(submission, assignment, how);
  const change = before && describeChange(before, graded);
  if (change !== undefined) changes.push(change);
  return graded;
}

/** The course may have signed for it since it was graded. */
function updateArrival(submission: HandedIn, assignment: Assignment): void {
  const { folder, name } = assignment;
  const graded = readGraded(folder, submission.student, name);
  if (!graded || graded.received === submission.received) return;
  const { received: _, ...rest } = graded;
  keep(assignment, { ...rest, ...pickArrival(submission) });
}

function isGraded(
  submission: HandedIn,
  { folder, sourceHash, name }: Assignment,
): boolean {
  const graded = readGraded(folder, submission.student, name);
  return (
    graded?.submissionHash === submission.hash &&
    graded.sourceHash === sourceHash &&
    !graded.hasFailed
  );
}

function tell(
  count: string,
  graded: Graded,
  { course }: Grading,
  left = "",
): void {
  const { student, scores, notes, seconds } = graded;
  const { points, maxPoints, pending } = sumPoints(scores);
  const byHand = pending ? `, ${writePoints(pending)} by hand` : "";
  console.log(
    `${count.padStart(6)}  ${student.padEnd(12)} ${writePoints(points).padStart(5)} of ${writePoints(maxPoints)}${byHand}  (${seconds.toFixed(0)} s${left})`,
  );
  const late = findGradedLateness(course, graded, maxPoints)?.words;
  if (late !== undefined) console.log(`        ! ${late}`);
  if (lacksTime(course, graded))
    console.log("        ! nothing tells when it came: it counts as in time");
  // A note may hold text of the submission's.
  for (const note of notes) console.log(`        ! ${printable(note)}`);
}
