import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Notebook } from "../format/notebook.ts";
import { release } from "../format/pipeline.ts";
import { writeNotebook } from "../format/write-notebook.ts";
import { CommandError, UsageError } from "../../command.ts";
import { findSourceAssignment } from "../submitting/assignment.ts";
import { isNotebook } from "../collecting/candidates.ts";
import { readNotebook, defineHomeworkCommand } from "../files/files.ts";
import { keepAssignment, keepDue } from "../collecting/keep-assignment.ts";
import { findCourse } from "../course/course.ts";
import {
  findJobs,
  findOlder,
  keepList,
  refuseOwnSource,
  type Job,
} from "../collecting/release-files.ts";
import { writeAtomically } from "../files/atomic-write.ts";

/** `romanesco release`. */
export const command = defineHomeworkCommand({
  name: "release",
  takes: ["SOURCE", "OUT"],
  about: `Makes the students' copy, as "nbgrader generate_assignment" does: removes solutions, hidden tests and mark schemes, puts stubs
in their place, and locks cells. The names of the assignment and of its questions go into the notebook's metadata, and so
does the date on which it is due, from course.json, there or in a folder above.

  SOURCE  a notebook, or a folder: its notebooks at any depth are released and its other files copied, except dot files,
          checkpoints and packages
  OUT     the notebook or folder to write`,
  options: {
    force: {
      type: "boolean",
      default: false,
      help: "overwrites an earlier release, and removes its files that the source no longer has",
    },
  },
  run: ({ values, operands }) =>
    releaseAll(operands as [string, string], values.force),
});

export const { run } = command;

function releaseAll(
  [source, out]: [string, string],
  isForced: boolean,
): number {
  if (!existsSync(source)) throw new CommandError(`there is no ${source}`);
  const isFolder = statSync(source).isDirectory();
  const jobs = isFolder ? findJobs(source, out) : [makeJob(source, out)];
  if (!jobs.some(({ from }) => isNotebook(from)))
    throw new CommandError(`there is no notebook in ${source}`);
  refuseOwnSource(jobs, source);
  // Everything is read and checked before anything is written.
  const writes = jobs.map(prepare);
  const standing = jobs.find(({ to }) => existsSync(to));
  if (standing && !isForced)
    throw new CommandError(
      `${standing.to} already exists. To overwrite it: --force`,
    );
  const { older, others } = isFolder
    ? findOlder(out, source, jobs)
    : { older: [], others: [] };
  for (const file of older) {
    rmSync(file);
    console.log(`removed ${file}: the source has it no longer`);
  }
  for (const write of writes) write();
  if (isFolder) keepList(out, jobs);
  if (others.length > 0)
    console.log(
      `! not of this release, and left there: ${others.slice(0, 10).join(", ")}${others.length > 10 ? ", ..." : ""}`,
    );
  return 0;
}

function makeJob(source: string, out: string): Job {
  if (!isNotebook(source))
    throw new UsageError(`${source} is neither a notebook nor a folder`);
  const to = isNotebook(out) ? out : join(out, basename(source));
  return { from: source, to };
}

function prepare({ from, to }: Job): () => void {
  const isNew = isNotebook(from);
  const content = isNew ? writeNotebook(makeCopy(from)) : readFileSync(from);
  const { mode } = statSync(from);
  return () => {
    // In place of a link that may stand there, not through it.
    writeAtomically(to, content, { replace: true, mode: mode & 0o777 });
    console.log(`${isNew ? "wrote" : "copied"} ${to}`);
  };
}

/** The students' copy of a file. */
function makeCopy(path: string): Notebook {
  const source = readNotebook(path);
  const place = resolve(path);
  const assignment = findSourceAssignment(source, place);
  const copy = keepAssignment(
    release(source),
    assignment,
    basename(place).replace(/\.ipynb$/i, ""),
  );
  const { assignments } = findCourse(dirname(place));
  return keepDue(copy, assignments.get(assignment));
}
