import { createInterface } from "node:readline/promises";
import { isRecord, type Notebook } from "../format/notebook.ts";
import { readOwnMetadata } from "../format/own-metadata.ts";
import { CommandError, UsageError } from "../../command.ts";

export interface Student {
  id: string;
  name: string;
}

/** Who hands in: as given, else as the notebook has it, else asked. */
export async function findStudent(
  given: Partial<Student>,
  notebook: Notebook,
): Promise<Student> {
  const kept = readStudent(notebook);
  const id = given.id ?? kept.id ?? (await ask("Student id: ", "--student-id"));
  const name = given.name ?? kept.name ?? (await ask("Name: ", "--name"));
  return { id: checkId(id.trim()), name: checkName(name.trim()) };
}

/** The notebook with the student in its metadata, where the next submission finds it. */
export function keepStudent(notebook: Notebook, student: Student): Notebook {
  const romanesco = { ...readOwnMetadata(notebook), student };
  return { ...notebook, metadata: { ...notebook.metadata, romanesco } };
}

export function readStudent(notebook: Notebook): Partial<Student> {
  const { student } = readOwnMetadata(notebook);
  if (!isRecord(student)) return {};
  const { id, name } = student;
  return {
    ...(typeof id === "string" && { id }),
    ...(typeof name === "string" && { name }),
  };
}

/** Folder names of nbgrader and the zip's name are made of it. */
function checkId(id: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$/.test(id)) return id;
  throw new UsageError(
    `a student id is letters, digits, dots and hyphens; got "${id}"`,
  );
}

function checkName(name: string): string {
  if (name.length > 0 && name.length <= 200 && !/\p{Cc}/u.test(name))
    return name;
  throw new UsageError("a name of one line is needed: --name NAME");
}

/** @throws CommandError where nobody can answer */
export async function ask(question: string, option: string): Promise<string> {
  if (!process.stdin.isTTY)
    throw new CommandError(
      `nobody is there to answer "${question.trim()}" Give ${option}`,
    );
  const terminal = createInterface({
    input: process.stdin,
    output: process.stdout,
  });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}

/** The next line of the input; empty at its end. */
export async function readLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin });
  try {
    for await (const line of lines) return line;
    return "";
  } finally {
    lines.close();
    process.stdin.destroy();
  }
}
