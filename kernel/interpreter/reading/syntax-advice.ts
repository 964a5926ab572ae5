import type { Dialect } from "../cell/parse.ts";
import { CellSyntaxError } from "../cell/syntax-error.ts";
import { hintForLine } from "../habits.ts";
import { findNesting, type Opener } from "./nesting.ts";

/** The parser says what it had expected, in words of its own, and rarely what it found. */
const vague =
  /^(Unexpected (token|character|digit)(?:.*, expected "(?<expected>.+)")?|Missing semicolon)/;
/** Of more text than this nobody waits for advice. */
const longest = 100_000;

/**
 * A mistake in the words that people know from browsers and Node: what stands there, which bracket is still open, and
 * how it is written here if it comes from another language.
 */
export function withAdvice(
  error: CellSyntaxError,
  source: string,
  dialect: Dialect,
): CellSyntaxError {
  const { groups } = vague.exec(error.message) ?? {};
  if (source.length > longest || !vague.test(error.message)) return error;
  const [blank] = /^\s*/.exec(source.slice(error.offset))!;
  const found = describe(source.slice(error.offset + blank.length));
  // Where the parser misses a semicolon it stands before the gap.
  const offset = error.offset + (found === atEnd ? 0 : blank.length);
  const { open } = findNesting(source.slice(0, offset), dialect);
  const message =
    unclosedBy(found, open.at(-1), source) ??
    habitAt(offset, found, source) ??
    (groups?.["expected"] && found !== atEnd
      ? `${found}, expected "${groups["expected"]}"`
      : found);
  return new CellSyntaxError(message, source, offset);
}

const atEnd = "Unexpected end of input";
const keyword =
  /^(break|case|catch|class|const|continue|default|delete|do|else|export|extends|false|finally|for|function|if|import|in|instanceof|let|new|null|return|super|switch|this|throw|true|try|typeof|var|void|while|with)$/;

/** As V8 calls them. */
function describe(text: string): string {
  if (!text.replace(/^(\s|\/\/.*|\/\*[^]*?\*\/)+/, "")) return atEnd;
  const [word] = /^[\p{ID_Start}$_][\p{ID_Continue}$]*/u.exec(text) ?? [];
  if (word)
    return `Unexpected ${keyword.test(word) ? "token" : "identifier"} "${word}"`;
  if (/^["']/.test(text)) return "Unexpected string";
  if (text.startsWith("`")) return "Unexpected template string";
  const [number] = /^\d[\w.]*/.exec(text) ?? [];
  if (number) return `Unexpected number ${number}`;
  const [sign] = /^(=>|\.{3}|&&|\|\||[=!]=+|[^])/u.exec(text)!;
  return `Unexpected token "${sign}"`;
}

/** A bracket that should have been closed before: at the end, or before a closing one of another kind. */
function unclosedBy(
  found: string,
  open: Opener | undefined,
  source: string,
): string | undefined {
  const [, closing] = /^Unexpected token "([)\]}])"$/.exec(found) ?? [];
  const misses = found === atEnd || (closing && closing !== open?.closer);
  if (!open?.closer || !misses) return undefined;
  const { line } = new CellSyntaxError("", source, open.offset);
  return `${found}: the "${source[open.offset]}" of line ${line} is not closed`;
}

function habitAt(
  offset: number,
  found: string,
  source: string,
): string | undefined {
  const { line } = new CellSyntaxError("", source, offset);
  const hint = hintForLine(source.split("\n")[line - 1] ?? "");
  return hint && `${found}. ${hint}`;
}
