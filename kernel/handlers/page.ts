import type { Interpreter } from "../interpreter/interpreter.ts";
import type { Payload } from "../protocol/execute.ts";

/** `?name`, `name?`, with `??` for more: a cell of IPython's habit, and never valid TypeScript. */
const question =
  /^\s*(?:(?<before>\?\??)\s*(?<right>[\w$.]+)|(?<left>[\w$.]+)\s*(?<after>\?\??))\s*$/;

/**
 * What the front end shall open in its pager.
 * @returns undefined when the cell is no question
 * https://jupyter-client.readthedocs.io/en/stable/messaging.html#payloads-deprecated
 */
export async function page(
  code: string,
  interpreter: Interpreter,
): Promise<Payload[] | undefined> {
  const groups = question.exec(code)?.groups;
  if (!groups) return undefined;
  const name = groups["right"] ?? groups["left"] ?? "";
  const mark = groups["before"] ?? groups["after"];
  const found = await interpreter.inspect(
    name,
    name.length,
    mark === "??" ? 1 : 0,
  );
  const data = found?.data ?? {
    "text/plain": `There is nothing named ${name}.`,
  };
  return [{ source: "page", data, start: 0 }];
}
