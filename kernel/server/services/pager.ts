import type { Interpreter } from "../../interpreter/interpreter.ts";
import type { Display } from "../../display/mime-bundle.ts";
import type { Payload } from "../protocol/execute.ts";

/** What a person asks about with `?name` or `name?`. */
export interface Question {
  name: string;
  /** 1 for two question marks. */
  detail: 0 | 1;
}

const before = /^\s*(?<mark>\?\??)\s*(?<name>%{0,2}[\w$.]+)\s*$/;
const after = /^\s*(?<name>%{0,2}[\w$.]+)\s*(?<mark>\?\??)\s*$/;

const longestQuestion = 1000;

const marksAlone = /^\s*\?\??\s*$/;

/** Reads a cell as a question: a habit from IPython, and never valid TypeScript. */
export function parseQuestion(code: string): Question | undefined {
  if (marksAlone.test(code)) return { name: "", detail: 0 };
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
  const found = name && (await find(name, detail, interpreter));
  const nothing = name ? `There is nothing named ${name}.` : help;
  return {
    source: "page",
    data: found ? found.data : { "text/plain": nothing },
    start: 0,
  };
}

const help =
  "name? opens the documentation of a name, name?? its source too. Shift+Tab in JupyterLab shows it beside the cell. " +
  "Cells are TypeScript; lines that begin with % are told of by %help.";

/** A name as a value, as a type, and as a member that a class gives to its objects: `Pool.map`. */
async function find(
  name: string,
  detail: 0 | 1,
  interpreter: Interpreter,
): Promise<Display | undefined> {
  const asType = `let asked: ${name}`;
  const ofObjects = name.replace(/\.(?=[^.]+$)/, ".prototype.");
  for (const code of new Set([name, ofObjects, asType])) {
    const found = await interpreter.inspect(code, code.length, detail);
    if (found) return found;
  }
  return undefined;
}
