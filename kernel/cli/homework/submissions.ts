import { readdirSync, readFileSync, statSync, type Dirent } from "node:fs";
import { basename, join } from "node:path";
import { HomeworkError } from "../../../lib/homework/errors.ts";
import {
  parseNotebook,
  type Notebook,
} from "../../../lib/homework/notebook.ts";
import { hashFile } from "../../../lib/homework/receipt.ts";
import { readSubmission } from "../../../lib/homework/submission.ts";
import { maxSizeBytes, unpackZip } from "../../../lib/homework/zip.ts";

/** What a student handed in. */
export interface HandedIn {
  student: string;
  /** Empty when only the notebook knows it. */
  name: string;
  file: string;
  /** UTC, when it was signed; empty without a receipt. */
  time: string;
  /** What it says it was handed in for, and the key that signed it; undefined without a receipt. */
  assignment?: string;
  key?: string;
  /** SHA-256 of the file, to know whether it was graded already. */
  hash: string;
  /** For the teacher: what is odd about it. */
  notes: string[];
  /** Read when its turn comes, since a class's notebooks together may be large. @throws HomeworkError */
  load(): Notebook;
}

/**
 * The newest submission of each student in a folder: zips of `romanesco submit`, and folders STUDENT/... with the notebook,
 * as nbgrader collects them. A file that cannot be read costs its own student only.
 * @param notebookName file name of the assignment's notebook
 */
export function findSubmissions(
  folder: string,
  { notebookName, assignment }: { notebookName: string; assignment: string },
): HandedIn[] {
  const found = readdirSync(folder, { withFileTypes: true }).flatMap(
    (entry) => {
      const path = join(folder, entry.name);
      if (entry.isFile() && entry.name.endsWith(".zip")) return [readZip(path)];
      if (!entry.isDirectory() || entry.name === "graded") return [];
      const notebook = findNotebook(path, notebookName);
      return notebook ? [readPlain(notebook, entry.name)] : [];
    },
  );
  const students = [...new Set(found.map(({ student }) => student))].sort();
  return students.map((student) =>
    chooseNewest(
      found.filter((each) => each.student === student),
      assignment,
    ),
  );
}

/** @param found all of one student's */
function chooseNewest(found: HandedIn[], assignment: string): HandedIn {
  const sorted = found.toSorted((a, b) => (a.time < b.time ? -1 : 1));
  const fits = (each: HandedIn) =>
    each.assignment === undefined || each.assignment === assignment;
  const newest = sorted.findLast(fits) ?? sorted.at(-1)!;
  const notes = [...newest.notes];
  if (!fits(newest)) notes.push(`was handed in for ${newest.assignment}`);
  const keys = new Set(found.flatMap(({ key }) => key ?? []));
  if (keys.size > 1)
    notes.push(
      `${keys.size} different keys have signed for this student: has somebody else handed in under this id?`,
    );
  return { ...newest, notes };
}

/** The file by that name, wherever it stands in the folder, or the only notebook there is. */
function findNotebook(folder: string, name: string): Dirent | undefined {
  const notebooks = readdirSync(folder, {
    withFileTypes: true,
    recursive: true,
  }).filter((entry) => entry.name.endsWith(".ipynb") && !entry.isDirectory());
  return (
    notebooks.find((entry) => entry.name === name) ??
    (notebooks.length === 1 ? notebooks[0] : undefined)
  );
}

function readZip(file: string): HandedIn {
  const [studentOfName = "", , stamp = ""] = basename(file, ".zip").split("_");
  const unread = {
    student: safeName(studentOfName),
    name: "",
    file,
    time: stamp,
  };
  return read(unread, () => {
    const zip = readFileSync(file);
    const hash = hashFile(zip);
    try {
      const { receipt } = readSubmission(zip, basename(file));
      const { student, time, assignment, key } = receipt;
      const load = () => {
        const { notebookText, notebookName } = readSubmission(
          readFileSync(file),
          basename(file),
        );
        return parseNotebook(notebookText, notebookName);
      };
      return {
        ...unread,
        ...{ student: safeName(student.id), name: String(student.name) },
        ...{ time, assignment, key, hash, notes: [], load },
      };
    } catch (error) {
      // Graded all the same where it can be read; the teacher decides.
      const load = () => rescue(readFileSync(file));
      return { ...unread, hash, notes: [describe(error)], load };
    }
  });
}

function rescue(zip: Uint8Array): Notebook {
  const files = Object.entries(unpackZip(zip, "the zip"));
  const [name, content] = files.find(([each]) => each.endsWith(".ipynb")) ?? [];
  if (!content) throw new HomeworkError("the zip holds no notebook");
  return parseNotebook(Buffer.from(content).toString("utf8"), name!);
}

function readPlain(entry: Dirent, folder: string): HandedIn {
  const file = join(entry.parentPath, entry.name);
  const unread = { student: safeName(folder), name: "", file, time: "" };
  return read(unread, () => {
    // It would be read with the grader's rights.
    if (!entry.isFile()) throw new HomeworkError("is a link, not a file");
    const load = () => parseNotebook(readFileSync(file, "utf8"), entry.name);
    return { ...unread, hash: hashFile(readFileSync(file)), notes: [], load };
  });
}

type Unread = Pick<HandedIn, "student" | "name" | "file" | "time">;

/** Whatever is wrong with a file becomes a note. */
function read(unread: Unread, reader: () => HandedIn): HandedIn {
  try {
    if (statSync(unread.file).size > maxSizeBytes)
      throw new HomeworkError(`is larger than ${maxSizeBytes / 1e6} MB`);
    return reader();
  } catch (error) {
    const problem = `${basename(unread.file)} ${describe(error)}`;
    const load = () => {
      throw new HomeworkError(problem);
    };
    return { ...unread, hash: hashFile(problem), notes: [], load };
  }
}

export const describe = (error: unknown): string =>
  error instanceof HomeworkError ? error.message : `cannot be read: ${error}`;

/** It names a folder beside grades.csv and by-hand.csv. */
const safeName = (id: unknown): string =>
  String(id)
    .replace(/[^A-Za-z0-9.-]+/g, "-")
    .replace(/^\.+/, "")
    .replace(/\.csv$/i, "-csv")
    .slice(0, 100) || "unknown";
