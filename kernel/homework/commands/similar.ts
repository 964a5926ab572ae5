import { existsSync } from "node:fs";
import { join } from "node:path";
import { CommandError, UsageError } from "../../command.ts";
import { findCourseAbove, findMember, type Course } from "../course/course.ts";
import { writeAtomically } from "../files/atomic-write.ts";
import { defineHomeworkCommand, readNotebook } from "../files/files.ts";
import {
  gradedFolder,
  readGradedFolder,
  resultFolder,
  type Graded,
} from "../files/graded.ts";
import { printable } from "../files/printable.ts";
import { isLocked } from "../format/grade-metadata.ts";
import type { Notebook } from "../format/notebook.ts";
import { release } from "../format/pipeline.ts";
import { readSource } from "../grading/read-source.ts";
import { findPairs, type Pair, type Work } from "../similar/compare.ts";
import { findNames } from "../similar/fingerprints.ts";
import { makeSimilarPage, percent } from "../similar/similarity-page.ts";

/** `romanesco similar`. */
export const command = defineHomeworkCommand({
  name: "similar",
  takes: ["DIR"],
  about: `After "romanesco grade DIR", lists students whose code is alike, and writes DIR/graded/ASSIGNMENT.similar.html with each pair side
by side. Names, comments, numbers and the order of parts do not matter; code that the course handed out, or that many students
share, does not count. Everything happens on this machine. Similarity is a reason to look, and proves nothing.`,
  options: {
    source: {
      type: "string",
      value: "NOTEBOOK",
      help: "the assignment's source (default: the one with which it was graded)",
    },
    least: {
      type: "string",
      default: "40",
      value: "PERCENT",
      help: "the similarity from which a pair is listed (default 40)",
    },
  },
  run: ({ values, operands }) => listSimilar(operands[0]!, values),
});

export const { run } = command;

function listSimilar(
  folder: string,
  { source, least }: { source?: string | undefined; least: string },
): number {
  const all = readGradedFolder(folder);
  const share = readPercent(least) / 100;
  const course = findCourseAbove(folder);
  for (const name of new Set(all.map(({ assignment }) => assignment))) {
    const graded = all.filter(({ assignment }) => assignment === name);
    const given = readGiven(findSource(graded, source));
    const works = graded.map((each) => readWork(folder, each));
    const pairs = findPairs(works, given, share).filter(
      (pair) => !isOneGroup(pair, graded, course),
    );
    tell(folder, name, works.length, pairs);
  }
  return 0;
}

function tell(
  folder: string,
  name: string,
  count: number,
  pairs: Pair[],
): void {
  console.log(
    `${name}: ${count === 1 ? "1 student" : `${count} students`}, ${pairs.length === 1 ? "1 pair" : `${pairs.length} pairs`} alike`,
  );
  for (const { one, other, likeness, shared } of pairs)
    console.log(
      printable(
        `  ${percent(likeness).padStart(4)}  ${String(shared).padStart(4)} passages  ${one.student}, ${other.student}`,
      ),
    );
  const file = join(gradedFolder(folder), `${name}.similar.html`);
  writeAtomically(file, makeSimilarPage(name, pairs), { replace: true });
  console.log(`wrote ${file}`);
}

function readPercent(text: string): number {
  const percents = Number(text);
  if (text.trim() !== "" && percents >= 0 && percents <= 100) return percents;
  throw new UsageError(`--least takes a number from 0 to 100; got "${text}"`);
}

function findSource(graded: Graded[], named: string | undefined): Notebook {
  const path = named ?? graded[0]?.source;
  if (path === undefined || !existsSync(path))
    throw new CommandError(
      `the source ${path ?? ""} of ${graded[0]!.assignment} is not there: name it with --source`,
    );
  return release(readSource(path));
}

/** The copy that students got: what stands in it is nobody's own. */
function readGiven({ cells }: Notebook): {
  text: string;
  names: ReadonlySet<string>;
} {
  const code = cells.filter(({ cell_type }) => cell_type === "code");
  const text = code.map(({ source }) => source).join("\n\n");
  return { text, names: findNames(text) };
}

/** All code that is the student's. */
function readWork(folder: string, { student, assignment }: Graded): Work {
  const place = resultFolder(folder, student, assignment);
  const { cells } = readNotebook(join(place, `${assignment}.ipynb`));
  const own = cells.filter(
    (cell) => cell.cell_type === "code" && !isLocked(cell),
  );
  return { student, text: own.map(({ source }) => source).join("\n\n") };
}

function isOneGroup(
  { one, other }: Pair,
  graded: Graded[],
  course: Course,
): boolean {
  const groups = [one, other].map(({ student }) => {
    const result = graded.find((each) => each.student === student)!;
    return findMember(course, result)?.group ?? "";
  });
  return groups[0] !== "" && groups[0] === groups[1];
}
