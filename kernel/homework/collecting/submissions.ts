import { existsSync, readdirSync, readFileSync, type Dirent } from "node:fs";
import { basename, join, relative } from "node:path";
import type { Notebook } from "../format/notebook.ts";
import {
  findCandidates,
  isLeftBehind,
  isNotebook,
  isZip,
  readPlain,
  readZip,
  type Candidate,
  type DataFiles,
} from "./candidates.ts";
import { chooseSubmission, type Found } from "./choose-submission.ts";
import type { Wanted } from "./fit.ts";
import { toFolderName } from "../files/folder-name.ts";
import { gradedFolder, isOurs, type PlatformStudent } from "../files/graded.ts";
import {
  readGradescope,
  readPlatformName,
  type PlatformName,
} from "./platform-names.ts";
import { readStudent } from "../submitting/student.ts";
import type { Course } from "../course/course.ts";
import { Roster } from "../course/roster.ts";
import type { Entry } from "./entry.ts";
import { shareInGroups } from "./groups.ts";
import { readReceived } from "./read-received.ts";
import { readTime } from "./read-time.ts";

/** What a student handed in. */
export interface HandedIn {
  student: string;
  /** Empty when only the notebook knows it. */
  name: string;
  file: string;
  /** UTC, when it was handed in; empty if nothing tells it. */
  time: string;
  /** When it arrived, by the course's signature. */
  received?: string;
  platform?: PlatformStudent;
  /** Of the same group, who handed it in. */
  by?: string;
  /** SHA-256 of what was handed in, to know whether it was graded already. */
  hash: string;
  /** For the teacher: what is odd about it. */
  notes: string[];
  /** Read when its turn comes. @throws HomeworkError */
  load(): Notebook;
  loadFiles(): DataFiles;
}

export interface Submissions {
  submissions: HandedIn[];
  /** Whatever else lies there, with the reason why it is not graded. */
  leftOut: string[];
  /** Students of whom there are only other assignments. */
  ofOthers: string[];
}

const unknownCourse = { roster: new Roster([]), key: undefined };

/**
 * What each student handed in for an assignment: zips of `romanesco submit`, folders STUDENT/ASSIGNMENT/..., and what
 * Moodle, Canvas, Gradescope and nbgrader's exchange give out. A file that cannot be read costs its own student only.
 * @param course its key, with which the signatures beside the zips tell when they arrived, and who is in one group
 */
export function findSubmissions(
  folder: string,
  wanted: Wanted,
  course: Pick<Course, "roster" | "key"> = unknownCourse,
): Submissions {
  const own = findEntries(folder, folder, wanted);
  const entries = [...own, ...shareInGroups(own, course)];
  const leftOut: string[] = [];
  const ofOthers: string[] = [];
  const submissions: HandedIn[] = [];
  const students = [...new Set(entries.map(({ student }) => student))].sort();
  for (const student of students) {
    const theirs = entries.filter((entry) => entry.student === student);
    const candidates = theirs.flatMap((entry) => entry.candidates);
    for (const entry of theirs)
      if (entry.candidates.length === 0 && !isMore(entry, candidates))
        leftOut.push(`${entry.path}: ${entry.problem}`);
    if (candidates.length === 0) continue;
    const chosen = chooseSubmission(candidates, wanted);
    if (chosen) {
      const arrival = tellReceived(chosen, course.key);
      submissions.push({
        ...describeChosen(student, theirs, chosen),
        ...arrival,
      });
    } else ofOthers.push(student);
  }
  return { submissions, leftOut, ofOthers };
}

/** Something that a platform keeps beside a student's notebook, like a report or a text typed online. */
const isMore = (entry: Entry, candidates: Found[]): boolean =>
  entry.isOfPlatform && candidates.length > 0;

/** When it arrived, and the notes with what is to be said of that. */
function tellReceived(
  { file, notes, receipt }: Found,
  courseKey: string | undefined,
): Partial<HandedIn> {
  if (courseKey === undefined || !receipt) return {};
  const { received, problem } = readReceived(file, courseKey);
  if (problem !== undefined) notes.push(problem);
  return received === undefined ? {} : { received };
}

function describeChosen(
  student: string,
  theirs: Entry[],
  chosen: Found,
): HandedIn {
  const { file, at, hash, notes, receipt, load, loadFiles } = chosen;
  const { by } = chosen;
  const known = theirs.find(({ name }) => name)?.name ?? "";
  const named = by === undefined ? (receipt?.name ?? known) : known;
  const isOther = receipt && !by && toFolderName(receipt.id) !== student;
  const late = theirs.some(({ isLate }) => isLate)
    ? ["was handed in late"]
    : [];
  const platform = theirs.find((each) => each.platform)?.platform;
  return {
    ...{ student, file, hash, load, loadFiles, ...(platform && { platform }) },
    ...(by !== undefined && { by }),
    name: isOther ? `${named} (${receipt.id})` : named,
    time: at === undefined ? "" : new Date(at).toISOString(),
    notes: [...notes, ...late],
  };
}

function findEntries(folder: string, top: string, wanted: Wanted): Entry[] {
  const metadata = join(folder, "submission_metadata.yml");
  const gradescope = existsSync(metadata)
    ? readGradescope(readFileSync(metadata, "utf8"))
    : new Map<string, PlatformName>();
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !isKnown(entry, folder))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      const place = relative(top, path);
      if (entry.isDirectory()) {
        // A whole download, unpacked into a folder of its own.
        if (existsSync(join(path, "submission_metadata.yml")))
          return findEntries(path, top, wanted);
        const whose =
          gradescope.get(entry.name) ?? readPlatformName(entry.name);
        return [readFolder(path, place, whose, wanted)];
      }
      return readFile(entry, path, place);
    });
}

/** What is there for other reasons. */
function isKnown({ name }: Dirent, folder: string): boolean {
  const path = join(folder, name);
  return (
    isLeftBehind(name) ||
    /\.zip\.course\.json$|^submission_metadata\.yml$/.test(name) ||
    path === gradedFolder(folder) ||
    (/^graded(\.romanesco)?$/.test(name) && isOurs(path))
  );
}

function readFolder(
  path: string,
  place: string,
  whose: PlatformName | undefined,
  wanted: Wanted,
): Entry {
  const at = whose?.time === undefined ? undefined : readTime(whose.time);
  const isTheirs = whose?.assignment === undefined;
  const candidates = findCandidates(path).map((each): Found => {
    const [first] = relative(path, each.file).split(/[/\\]/);
    return {
      ...each,
      at: each.receipt ? each.at : (at ?? each.at),
      place: join(place, relative(path, each.file)),
      isInPlace: isTheirs
        ? first === wanted.assignment
        : whose.assignment === wanted.assignment,
    };
  });
  const names = readdirSync(path).filter((name) => !isLeftBehind(name));
  return {
    ...{ name: "", ...whose, candidates, path: place },
    isOfPlatform: whose !== undefined,
    student: toFolderName(whose?.student ?? basename(path)),
    problem:
      names.length === 0
        ? "is empty"
        : `holds no notebook, only ${names.slice(0, 3).join(", ")}`,
  };
}

/** A file that does not stand in a student's folder. */
function readFile(entry: Dirent, path: string, place: string): Entry[] {
  const whose = readPlatformName(entry.name);
  const fileName = whose?.file ?? entry.name;
  const isLink = !entry.isFile();
  const found = isLink
    ? []
    : isZip(entry.name)
      ? readZip(path)
      : isNotebook(entry.name)
        ? [readPlain(path, { isAlone: true })]
        : [];
  const candidates = found.map((each): Found => ({
    ...each,
    // As the student named it.
    notebookName:
      isNotebook(fileName) && !isZip(entry.name) ? fileName : each.notebookName,
    place,
    isInPlace: true,
  }));
  const problem = isLink ? "is a link, not a file" : explain(entry.name);
  const student = whose?.student ?? findStudentOf(entry.name, found[0]);
  return [
    {
      ...{ name: "", ...whose, candidates, problem, path: place },
      isOfPlatform: whose !== undefined,
      student: toFolderName(student),
    },
  ];
}

const explain = (name: string): string =>
  /^course\.(csv|json)$/.test(name)
    ? "counts in a folder above only: here students may be able to write"
    : "is neither a notebook nor a zip; unpack it first if it is an archive of another kind";

/** By its receipt, by the notebook, else by the file's name, which begins with the student's. */
function findStudentOf(fileName: string, found?: Candidate): string {
  if (found?.receipt) return found.receipt.id;
  const [first = ""] = fileName.replace(/\.[^.]*$/, "").split("_");
  if (!found || isZip(fileName)) return first;
  try {
    return readStudent(found.load()).id ?? first;
  } catch {
    // It is said when it is graded.
    return first;
  }
}
