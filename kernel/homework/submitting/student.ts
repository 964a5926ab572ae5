import { createInterface } from "node:readline/promises";
import { isRecord, type Notebook } from "../format/notebook.ts";
import { readOwnMetadata } from "../format/own-metadata.ts";
import { CommandError, UsageError } from "../../command.ts";
import { explainWrongId, explainWrongName } from "../format/student-id.ts";

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
  const id = await settle(explainWrongId, given.id, kept.id, {
    question: "Student id: ",
    option: "--student-id",
  });
  const name = await settle(explainWrongName, given.name, kept.name, {
    question: "Name: ",
    option: "--name",
  });
  return { id, name };
}

/**
 * A text that is right: what was given has to be, what the notebook keeps may be; else a person is asked until it is.
 * @param explain says what is wrong with a text
 */
async function settle(
  explain: (text: string) => string | undefined,
  given: string | undefined,
  kept: string | undefined,
  { question, option }: { question: string; option: string },
): Promise<string> {
  const wrong = given === undefined ? undefined : explain(given.trim());
  if (wrong !== undefined) throw new UsageError(wrong);
  let text = (given ?? kept)?.trim();
  for (;;) {
    const problem = text === undefined ? undefined : explain(text);
    if (text !== undefined && problem === undefined) return text;
    if (problem !== undefined) console.log(problem);
    text = (await ask(question, option)).trim();
  }
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
