import { type Parsed, parseAs, parseCell } from "../cell/parse.ts";
import type { CellSyntaxError } from "../cell/syntax-error.ts";
import { blankDirectives } from "./directives.ts";
import { nextIndent } from "./indentation.ts";
import { findNesting, type Nesting } from "./nesting.ts";

export type Completeness =
  | { status: "complete" | "invalid" | "unknown" }
  | { status: "incomplete"; indent: string };

/** More than this was pasted; reading it would keep everybody waiting. */
const longestTyped = 100_000;

/**
 * Says whether Enter should run the code or add a line to it. Looks at syntax alone, so it is quick and needs no server:
 * `incomplete` is code that can be made right by typing on, `invalid` is wrong whatever follows.
 */
export function completeness(code: string): Completeness {
  if (code.length > longestTyped) return { status: "unknown" };
  const text = blankDirectives(code);
  const parsed = parseCell(text);
  const { error } = parsed;
  if (!error && !endsInSignature(parsed, text)) return { status: "complete" };
  const nesting = findNesting(text, parsed.dialect);
  const incomplete =
    !error ||
    nesting.unfinished !== undefined ||
    stopsAtEnd(error, text) ||
    becomesRight(parsed, text, nesting);
  return incomplete
    ? { status: "incomplete", indent: nextIndent(text, nesting) }
    : { status: "invalid" };
}

/** `function f()` parses, as an overload; its body is still to come. */
function endsInSignature({ program }: Parsed, text: string): boolean {
  const last = program?.body.at(-1);
  const statement =
    last?.type === "ExportNamedDeclaration" ? last.declaration : last;
  return (
    statement?.type === "TSDeclareFunction" &&
    !statement.declare &&
    !text.trimEnd().endsWith(";")
  );
}

/** Messages that point at the beginning of what is unfinished instead of the end. */
const wantsMore = /^(Missing catch|Unterminated (template|comment|JSX))/;

/** The parser was content with all there is and wanted more. */
function stopsAtEnd(
  { message, offset }: CellSyntaxError,
  text: string,
): boolean {
  if (message.startsWith("Unterminated string")) return endsInBackslash(text);
  return wantsMore.test(message) || offset >= text.trimEnd().length;
}

/** A string goes on in the next line only after a backslash. */
function endsInBackslash(text: string): boolean {
  return /\\\n?$/.test(text);
}

/**
 * After `(a, b) =>` the parser goes back and complains about the arrow instead of the end. Such text is
 * unfinished if the plainest ending makes it right.
 */
function becomesRight(
  { dialect }: Parsed,
  text: string,
  { open }: Nesting,
): boolean {
  const closers = open.map(({ closer }) => closer ?? "").reverse();
  const closed = closers.join("");
  const arrow = [closers[0] ?? "", " => 0", ...closers.slice(1)].join("");
  const endings = [` 0${closed}`, closed, arrow];
  return endings.some(
    (ending) => parseAs(dialect, text + ending).program !== undefined,
  );
}
