import jsTokens from "js-tokens";
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
  /** A line that is timed is a statement, whatever follows. */
  let settled = 0;
  for (const match of code.matchAll(shape)) {
    const [, indent = "", word = "", rest = ""] = match;
    if (!Object.hasOwn(magicWords, word)) continue;
    const start = match.index + indent.length;
    const head = blank(code, found).slice(settled, match.index);
    if (!beginsStatement(head)) continue;
    if (word.startsWith("%%") && (settled > 0 || head.trim() !== "")) continue;
    const { takes, whole } = magicWords[word]!;
    const lineEnd = match.index + match[0].length;
    if (whole)
      return [
        ...found,
        {
          word,
          text: rest.trim(),
          body: code.slice(lineEnd + 1),
          start,
          end: code.length,
        },
      ];
    found.push(
      takes === "code"
        ? { word, text: "", start, end: start + word.length }
        : { word, text: rest.trim(), start, end: lineEnd },
    );
    if (takes === "code") settled = lineEnd;
  }
  return found;
}

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
  let text = code;
  for (const { start, end } of magics)
    text =
      text.slice(0, start) +
      marker +
      text.slice(start + marker.length, end).replace(/[^\n]/g, " ") +
      text.slice(end);
  return text;
}

/** Whether what follows a text is a new statement, on the cell's own level. */
function beginsStatement(head: string): boolean {
  let depth = 0;
  let last = ";";
  for (const { type, value } of jsTokens(head)) {
    if (
      /^(WhiteSpace|LineTerminatorSequence|SingleLineComment|HashbangComment)$/.test(
        type,
      )
    )
      continue;
    if (type === "MultiLineComment") {
      if (!value.endsWith("*/")) return false;
      continue;
    }
    if (/^[([{]$|^TemplateHead$/.test(value) || type === "TemplateHead")
      depth++;
    if (/^[)\]}]$/.test(value) || type === "TemplateTail") depth--;
    last = value;
  }
  return depth === 0 && last === ";";
}
