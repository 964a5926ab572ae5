import type { OxcError } from "oxc-parser";
import { blankDirectives } from "./directives.ts";
import { nextIndent } from "./indentation.ts";
import { findNesting, type Nesting } from "./nesting.ts";
import { parseAs, parseCell, type Parsed } from "./parse.ts";

export type Completeness =
  | { status: "complete" | "invalid" | "unknown" }
  | { status: "incomplete"; indent: string };

/**
 * Says whether Enter should run the code or add a line to it. Looks at syntax alone, so it is quick and needs no server:
 * `incomplete` is code that can be made right by typing on, `invalid` is wrong whatever follows.
 */
export function completeness(code: string): Completeness {
  const text = blankDirectives(code);
  const parsed = parseCell(text);
  const { errors } = parsed.result;
  if (errors.length === 0 && !endsInSignature(parsed, text))
    return { status: "complete" };
  const nesting = findNesting(text, parsed.dialect);
  const incomplete =
    errors.length === 0 ||
    nesting.unfinished !== undefined ||
    errors.some((error) => stopsAtEnd(error, text, nesting)) ||
    becomesRight(parsed, text, nesting);
  return incomplete
    ? { status: "incomplete", indent: nextIndent(text, nesting) }
    : { status: "invalid" };
}

/** `function f()` parses, as an overload; its body is still to come. */
function endsInSignature({ result }: Parsed, text: string): boolean {
  const last = result.program.body.at(-1);
  const statement =
    last?.type === "ExportNamedDeclaration" ? last.declaration : last;
  return (
    statement?.type === "TSDeclareFunction" &&
    !statement.declare &&
    !text.trimEnd().endsWith(";")
  );
}

/** Messages that point at the last words instead of the end. */
const wantsMore =
  /^(Missing initializer|Missing catch|Identifier expected after '\?\.')/;

/** The parser was content with all there is and wanted more. */
function stopsAtEnd(
  { message, labels }: OxcError,
  text: string,
  { open }: Nesting,
): boolean {
  if (message.startsWith("Unterminated string")) return endsInBackslash(text);
  const innermost = open.at(-1);
  const inElement = innermost !== undefined && !innermost.closer;
  const pointsAtLast = inElement || wantsMore.test(message);
  const end = text.trimEnd().length;
  return labels.some((label) =>
    pointsAtLast ? label.end >= end : label.start >= end,
  );
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
    (ending) => parseAs(dialect, text + ending).result.errors.length === 0,
  );
}
