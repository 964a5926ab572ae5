import jsTokens, { type Token } from "js-tokens";
import { magicWords } from "./table.ts";

/** A line of a cell that is no TypeScript. */
export interface Magic {
  /** With its marks: `%time`, `%%sh`. */
  word: string;
  /** What stands behind it: words, or nothing where TypeScript does. */
  text: string;
  /** The rest of the cell, if that is its own. */
  body?: string;
  /** What of the cell is not TypeScript. */
  start: number;
  end: number;
}

const shape = /^([ \t]*)(%%?[a-z]+)(?![\w%])(.*)$/gm;

/**
 * The lines of a cell that begin with a word of {@link magicWords}. TypeScript can mean none of them: a statement never begins
 * with `%`, so they are looked for where one does, at the head of the cell and behind a semicolon.
 */
export function findMagics(code: string): Magic[] {
  // Nearly all cells have none, and some are megabytes long.
  if (!/^[ \t]*%/m.test(code)) return [];
  const found: Magic[] = [];
  const reading = new Reading(code);
  for (const match of code.matchAll(shape)) {
    const [line, indent = "", word = "", rest = ""] = match;
    if (!Object.hasOwn(magicWords, word)) continue;
    const start = match.index + indent.length;
    const lineEnd = match.index + line.length;
    const { takes, whole } = magicWords[word]!;
    reading.readTo(start);
    if (!reading.isAtStatement) continue;
    if (word.startsWith("%%") && !reading.isAtHead) continue;
    const text = rest.trim();
    if (whole) {
      const body = code.slice(lineEnd + 1);
      return [...found, { word, text, body, start, end: code.length }];
    }
    const isTimed = takes === "code";
    const end = isTimed ? start + word.length : lineEnd;
    found.push({ word, text: isTimed ? "" : text, start, end });
    reading.skipTo(end);
    if (isTimed) reading.readStatement(lineEnd);
  }
  return found;
}

/** Goes through a cell once, token by token, and knows whether a statement may begin where it is. */
class Reading {
  /** Nothing but magics and spaces so far. */
  isAtHead = true;
  #depth = 0;
  #last = ";";
  #at = 0;
  #isInToken = false;
  #tokens: Iterator<Token>;

  readonly #code: string;

  constructor(code: string) {
    this.#code = code;
    this.#tokens = jsTokens(code)[Symbol.iterator]();
  }

  /** On the cell's own level, and not in the midst of a text or a comment. */
  get isAtStatement(): boolean {
    return !this.#isInToken && this.#depth === 0 && this.#last === ";";
  }

  readTo(place: number): void {
    while (this.#at < place) {
      const { value: token, done } = this.#tokens.next();
      if (done) break;
      this.#at += token.value.length;
      this.#note(token);
    }
    this.#isInToken = this.#at > place;
  }

  /** What stands between here and there is no TypeScript. */
  skipTo(place: number): void {
    this.#at = place;
    this.#tokens = jsTokens(this.#code.slice(place))[Symbol.iterator]();
  }

  /** A line that is timed is a statement, whether a semicolon ends it or not. */
  readStatement(lineEnd: number): void {
    this.isAtHead = false;
    this.readTo(lineEnd);
    if (this.#depth === 0 && !this.#isInToken) this.#last = ";";
  }

  #note({ type, value }: Token): void {
    if (blanks.has(type)) return;
    this.isAtHead = false;
    if (comments.has(type)) return;
    if (opening.has(value) || type === "TemplateHead") this.#depth++;
    if (closing.has(value) || type === "TemplateTail") this.#depth--;
    this.#last = value;
  }
}

const blanks = new Set(["WhiteSpace", "LineTerminatorSequence"]);
const comments = new Set([
  "SingleLineComment",
  "HashbangComment",
  "MultiLineComment",
]);
const opening = new Set(["(", "[", "{"]);
const closing = new Set([")", "]", "}"]);

/** The cell with its magics turned to spaces: everything keeps its line and column. */
export function blankMagics(code: string): string {
  return blank(code, findMagics(code));
}

/** What stands in place of a magic while the cell is compiled: a statement that nobody writes. */
export const markerText = '"";';

/** The cell with a marker at the beginning of each magic, and spaces in place of the rest. */
export function markMagics(code: string, magics: Magic[]): string {
  return blank(code, magics, markerText);
}

function blank(code: string, magics: Magic[], marker = ""): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of magics) {
    const rest = code.slice(start + marker.length, end);
    parts.push(code.slice(at, start), marker, rest.replace(/[^\n]/g, " "));
    at = end;
  }
  return parts.join("") + code.slice(at);
}
