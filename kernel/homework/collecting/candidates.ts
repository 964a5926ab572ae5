import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { decodeText } from "../format/decode-text.ts";
import { HomeworkError } from "../format/errors.ts";
import { parseNotebook, type Notebook } from "../format/notebook.ts";
import { hashFile } from "../format/receipt.ts";
import { readSubmission } from "../format/submission.ts";
import { maxSizeBytes, unpackZip } from "../format/zip.ts";
import { readPlatformName } from "./platform-names.ts";
import { readTime } from "./read-time.ts";

/** A student's files by their paths beside the notebook. */
export type DataFiles = Record<string, Uint8Array>;

/** A file that may be a student's answer to an assignment. */
export interface Candidate {
  /** Where it is, for people, and the notebook's own name. */
  file: string;
  notebookName: string;
  /** What it says it was handed in for and by whom, and the key that signed it; undefined without a receipt. */
  receipt?: {
    id: string;
    name: string;
    /** Others of a group, as they say. */
    with: string[];
    assignment: string;
    key: string;
  };
  /** Who handed it in for this student, who is of the same group. */
  by?: string;
  /** When it was handed in, in milliseconds; undefined if only the file's own date is known. */
  at: number | undefined;
  changedAt: number;
  hash: string;
  /** What is odd about it. */
  notes: string[];
  /** Read when its turn comes: a class's notebooks together may be large. @throws HomeworkError */
  load(): Notebook;
  loadFiles(): DataFiles;
}

/** Of the files that go along with a notebook. */
export const maxDataBytes = 20_000_000;

export const isNotebook = (name: string): boolean => /\.ipynb$/i.test(name);
export const isZip = (name: string): boolean => /\.zip$/i.test(name);

/** What systems and programs leave behind by themselves. */
export const isLeftBehind = (name: string): boolean =>
  /^(\.|__MACOSX$|__pycache__$|node_modules$|Thumbs\.db$|desktop\.ini$)/.test(
    name,
  );

/** Every notebook and zip in a student's folder, at any depth. */
export function findCandidates(folder: string): Candidate[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.flatMap((entry) => {
    const file = join(folder, entry.name);
    if (isLeftBehind(entry.name)) return [];
    if (entry.isDirectory()) return findCandidates(file);
    if (isNotebook(entry.name))
      return [readPlain(file, { isLink: !entry.isFile() })];
    return isZip(entry.name) ? readZip(file) : [];
  });
}

/** @param isAlone whether what stands beside it is not the student's */
export function readPlain(
  file: string,
  { isLink = false, isAlone = false },
): Candidate {
  return read(file, () => {
    // It would be read with the grader's rights.
    if (isLink) throw new HomeworkError("is a link, not a file");
    const name = basename(file);
    const loadFiles = () => (isAlone ? {} : readBeside(dirname(file)));
    const load = () =>
      parseNotebook(decodeText(readFileSync(file), name), name);
    const hash = hashAll(readFileSync(file), loadFiles());
    const time = join(dirname(file), "timestamp.txt");
    const at = isAlone ? undefined : readTime(readIfThere(time));
    return { at, hash, load, loadFiles };
  });
}

/** Each notebook in a zip; the one that its receipt names, if it has one. */
export function readZip(file: string): Candidate[] {
  const stamp =
    basename(file)
      .replace(/\.zip$/i, "")
      .split("_")
      .at(-1) ?? "";
  const unread = read(file, () => {
    const hash = hashFile(readFileSync(file));
    const load = () => fail("holds no notebook", undefined);
    return { at: readTime(stamp), hash, load };
  });
  // Too large, or gone.
  if (unread.changedAt === 0) return [unread];
  const zip = readFileSync(file);
  try {
    const { receipt, notebookName } = readSubmission(zip, basename(file));
    const { student, assignment, key, time, with: others = [] } = receipt;
    const signed = {
      receipt: { ...student, with: others, assignment, key },
      at: readTime(time),
    };
    return [{ ...unread, ...signed, ...unpackLater(file, notebookName) }];
  } catch (error) {
    // Graded all the same where it can be read; the teacher decides.
    const problem = describe(error);
    const names = Object.keys(unpackOrNothing(zip)).filter(isSeen);
    if (names.some((name) => readPlatformName(name.split("/")[0]!)))
      return [failing(unread, "holds more than one student's work: unpack it")];
    const notebooks = names.filter(isNotebook);
    if (notebooks.length === 0) return [failing(unread, problem)];
    return notebooks.map((name) => ({
      ...{ ...unread, ...unpackLater(file, name), notes: [problem] },
    }));
  }
}

const failing = (candidate: Candidate, problem: string): Candidate => ({
  ...candidate,
  load: () => fail(`${basename(candidate.file)}: ${problem}`, undefined),
});

function fail(problem: string, cause: unknown): never {
  throw new HomeworkError(problem, { cause });
}

function unpackLater(file: string, notebookName: string) {
  const unpack = () => unpackZip(readFileSync(file), basename(file));
  const folder = /^.*\//.exec(notebookName)?.[0] ?? "";
  return {
    notebookName: basename(notebookName),
    load: () =>
      parseNotebook(
        decodeText(unpack()[notebookName]!, notebookName),
        notebookName,
      ),
    loadFiles: () =>
      Object.fromEntries(
        Object.entries(unpack())
          .filter(([name]) => name.startsWith(folder) && isData(name))
          .map(([name, content]) => [name.slice(folder.length), content]),
      ),
  };
}

function unpackOrNothing(zip: Uint8Array): Record<string, Uint8Array> {
  try {
    return unpackZip(zip, "the zip");
  } catch {
    // Its own error is the better one.
    return {};
  }
}

const isSeen = (path: string): boolean => !path.split("/").some(isLeftBehind);

/** What came with the notebook for its cells to read. */
export const isData = (path: string): boolean =>
  isSeen(path) &&
  !isNotebook(path) &&
  !isZip(path) &&
  !/^(timestamp\.txt|receipt\.json|.*\.zip\.course\.json)$/.test(
    basename(path),
  );

function readBeside(folder: string): DataFiles {
  const files: DataFiles = {};
  let sizeBytes = 0;
  for (const entry of readdirSync(folder, {
    withFileTypes: true,
    recursive: true,
  })) {
    const file = join(entry.parentPath, entry.name);
    const name = relative(folder, file).replaceAll("\\", "/");
    if (!entry.isFile() || !isData(name)) continue;
    const { size } = statSync(file);
    // No homework needs more; the notebook counts all the same.
    if (sizeBytes + size > maxDataBytes) continue;
    sizeBytes += size;
    files[name] = readFileSync(file);
  }
  return files;
}

function hashAll(notebook: Uint8Array, files: DataFiles): string {
  const hash = hashFile(notebook);
  const others = Object.entries(files).map(
    ([name, content]) => `${name} ${hashFile(content)}\n`,
  );
  return others.length === 0 ? hash : hashFile(hash + others.sort().join(""));
}

const readIfThere = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
};

type Found = Partial<Candidate> & Pick<Candidate, "at" | "hash" | "load">;

/** Whatever is wrong with a file is said when it is loaded. */
function read(file: string, reader: () => Found): Candidate {
  const name = basename(file);
  const none = {
    ...{ file, notebookName: name, at: undefined, changedAt: 0, notes: [] },
    loadFiles: () => ({}),
  };
  try {
    const { size, mtimeMs } = statSync(file);
    const changedAt = mtimeMs;
    if (size > maxSizeBytes)
      throw new HomeworkError(`is larger than ${maxSizeBytes / 1e6} MB`);
    return { ...none, changedAt, ...reader() };
  } catch (error) {
    const problem = `${name} ${describe(error)}`;
    const load = () => fail(problem, error);
    return { ...none, hash: hashFile(problem), load };
  }
}

/** Students read it, too: no paths of the teacher's machine. */
export const describe = (error: unknown): string =>
  error instanceof HomeworkError
    ? error.message
    : `cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`;
