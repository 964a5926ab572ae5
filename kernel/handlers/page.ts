import type { Interpreter } from "../interpreter/interpreter.ts";
import type { Payload } from "../protocol/execute.ts";

/** What a person asks about with `?name` or `name?`. */
export interface Question {
  name: string;
  /** 1 for two question marks. */
  detail: 0 | 1;
}

const before = /^\s*(?<mark>\?\??)\s*(?<name>[\w$.]+)\s*$/;
const after = /^\s*(?<name>[\w$.]+)\s*(?<mark>\?\??)\s*$/;

const longestQuestion = 1000;

/** Reads a cell as a question: a habit from IPython, and never valid TypeScript. */
export function parseQuestion(code: string): Question | undefined {
  if (code.length > longestQuestion) return undefined;
  const groups = (before.exec(code) ?? after.exec(code))?.groups;
  return (
    groups && {
      name: groups["name"] ?? "",
      detail: groups["mark"] === "??" ? 1 : 0,
    }
  );
}

/**
 * What the front end shall open in its pager.
 * https://jupyter-client.readthedocs.io/en/stable/messaging.html#payloads-deprecated
 */
export async function page(
  { name, detail }: Question,
  interpreter: Interpreter,
): Promise<Payload> {
  const found = await interpreter.inspect(name, name.length, detail);
  return {
    source: "page",
    data: found?.data ?? { "text/plain": `There is nothing named ${name}.` },
    start: 0,
  };
}
