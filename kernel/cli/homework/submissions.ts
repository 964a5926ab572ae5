import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { HomeworkError } from "../../../lib/homework/errors.ts";
import {
  parseNotebook,
  type Notebook,
} from "../../../lib/homework/notebook.ts";
import { hashFile } from "../../../lib/homework/receipt.ts";
import { readSubmission } from "../../../lib/homework/submission.ts";
import { unpackZip } from "../../../lib/homework/zip.ts";
import { readStudent } from "./student.ts";

/** What a student handed in, as far as it can be read. */
export interface HandedIn {
  student: string;
  name: string;
  file: string;
  /** UTC, when it was signed; empty without a receipt. */
  time: string;
  /** undefined when it cannot be read; then `notes` says why. */
  notebook: Notebook | undefined;
  /** SHA-256 of the notebook or the file, to know whether it was graded already. */
  hash: string;
  /** For the teacher: what is odd about it. */
  notes: string[];
}

/**
 * The newest submission of each student in a folder: zips of `romanesco submit`, and folders STUDENT/... with the notebook,
 * as nbgrader collects them.
 * @param notebookName file name of the assignment's notebook
 */
export function findSubmissions(
  folder: string,
  notebookName: string,
): HandedIn[] {
  const found = readdirSync(folder, { withFileTypes: true }).flatMap(
    (entry) => {
      const path = join(folder, entry.name);
      if (entry.isFile() && entry.name.endsWith(".zip")) return [readZip(path)];
      if (!entry.isDirectory() || entry.name === "graded") return [];
      return findNotebooks(path, notebookName).map((file) =>
        readPlain(file, entry.name),
      );
    },
  );
  const newest = new Map<string, HandedIn>();
  for (const each of found.sort((a, b) => (a.time < b.time ? -1 : 1)))
    newest.set(each.student, each);
  return [...newest.values()].sort((a, b) => (a.student < b.student ? -1 : 1));
}

function findNotebooks(folder: string, name: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const found = files.filter(
    (file) => basename(file) === name && statSync(join(folder, file)).isFile(),
  );
  return found.slice(0, 1).map((file) => join(folder, file));
}

function readZip(file: string): HandedIn {
  const zip = readFileSync(file);
  const [studentOfName = "unknown", , stamp = ""] = basename(
    file,
    ".zip",
  ).split("_");
  const empty = {
    student: studentOfName,
    name: "",
    file,
    time: stamp,
    notebook: undefined,
    hash: hashFile(zip),
    notes: [],
  };
  try {
    const { receipt, notebookName, notebookText } = readSubmission(
      zip,
      basename(file),
    );
    const { id, name } = receipt.student;
    const signed = {
      ...empty,
      student: safeName(id),
      name,
      time: receipt.time,
    };
    return { ...signed, notebook: parseNotebook(notebookText, notebookName) };
  } catch (error) {
    if (!(error instanceof HomeworkError)) throw error;
    // Graded all the same where it can be read; the teacher decides.
    return { ...empty, notebook: rescue(zip), notes: [error.message] };
  }
}

function rescue(zip: Uint8Array): Notebook | undefined {
  try {
    const files = Object.entries(unpackZip(zip, "the zip"));
    const [, content] = files.find(([name]) => name.endsWith(".ipynb")) ?? [];
    return (
      content &&
      parseNotebook(Buffer.from(content).toString("utf8"), "the notebook")
    );
  } catch {
    // Its notes say what is wrong with it.
    return undefined;
  }
}

function readPlain(file: string, student: string): HandedIn {
  const text = readFileSync(file, "utf8");
  const handedIn = {
    student: safeName(student),
    name: "",
    file,
    time: "",
    hash: hashFile(text),
    notes: [],
  };
  try {
    const notebook = parseNotebook(text, basename(file));
    return { ...handedIn, notebook, name: readStudent(notebook).name ?? "" };
  } catch (error) {
    if (!(error instanceof HomeworkError)) throw error;
    return { ...handedIn, notebook: undefined, notes: [error.message] };
  }
}

/** It names a folder. */
const safeName = (id: string): string =>
  id.replace(/[^A-Za-z0-9.-]+/g, "-").replace(/^\.+/, "") || "unknown";
