import { isError } from "./is-error.ts";
import { splitAssertion } from "../assertion-message.ts";

/** Fields of an AssertionError that say again what its message does. */
const dumped = new Set([
  ...["generatedMessage", "code", "actual", "expected", "operator", "diff"],
  // Set below.
  ...["message", "stack"],
]);

/**
 * A likeness of a failed assertion of node:assert without what Node adds for programs. If its author wrote a sentence, that is
 * what it says: without the comparison that Node puts below, and without the one frame that says no more than where the
 * sentence stands. Other values as they are.
 */
export function plainAssertion(value: unknown): unknown {
  if (!isError(value) || own(value, "code") !== "ERR_ASSERTION") return value;
  const message: unknown = own(value, "message");
  if (typeof message !== "string") return value;
  const likeness = Object.create(
    Object.getPrototypeOf(value) as object,
  ) as Error;
  for (const key of Reflect.ownKeys(value))
    if (!dumped.has(String(key)))
      Object.defineProperty(
        likeness,
        key,
        Object.getOwnPropertyDescriptor(value, key)!,
      );
  const isSentence = own(value, "generatedMessage") === false;
  const said = isSentence ? splitAssertion(message).head : message.trimEnd();
  const stack = `AssertionError: ${said}${findFrames(value, isSentence)}`;
  Object.defineProperty(likeness, "message", { value: said });
  return Object.defineProperty(likeness, "stack", { value: stack });
}

/** @returns the lines of the stack that are worth showing, each behind a line's end */
function findFrames(error: Error, isSentence: boolean): string {
  const { message, stack = "" } = error;
  // A message may have lines that look like frames.
  const behind = stack.slice(stack.indexOf(message) + message.length);
  const lines = behind.split("\n").filter((line) => /^ +at /.test(line));
  const isOneOfCell = lines.length === 1 && /^ +at cell \[/.test(lines[0]!);
  const shown = isSentence && isOneOfCell ? [] : lines;
  return shown.map((line) => `\n${line}`).join("");
}

const own = (error: Error, key: string): unknown =>
  Object.getOwnPropertyDescriptor(error, key)?.value;
