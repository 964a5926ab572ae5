import Papa from "papaparse";
import { CommandError } from "../../command.ts";
import { decodeText } from "../format/decode-text.ts";

/** What a spreadsheet would run; in the wide forms of East Asian keyboards, too. */
const formula = /^'*[=+\-@\t\r＝＋－＠]/;

/**
 * A table as CSV. A text that a spreadsheet would run is kept a text by an apostrophe, which `readCsv` takes off again. With
 * letters beyond ASCII it begins with a byte order mark, without which Excel misreads and then misspells them.
 */
export function writeCsv(rows: (string | number)[][]): string {
  const text = `${Papa.unparse(rows, { escapeFormulae: formula, newline: "\n" })}\n`;
  // eslint-disable-next-line no-control-regex
  return /[^\x00-\x7f]/.test(text) ? `\uFEFF${text}` : text;
}

/** A line of a table, and where it stands in the file. */
export interface CsvRow {
  /** Of the file, from 1, as editors count them. */
  line: number;
  cells: string[];
}

/**
 * @param content in UTF-8, or as a spreadsheet marks it (UTF-16 with a byte order mark)
 * @param name of the file, for the error
 * @throws CommandError if a quote is not closed, or the encoding cannot be told
 */
export function readCsv(content: string | Uint8Array, name: string): CsvRow[] {
  const text =
    typeof content === "string"
      ? content.replace(/^\uFEFF/, "")
      : decodeText(content, name, 'save it again as "CSV UTF-8"');
  // Comma or, from a spreadsheet in many countries, semicolon: papaparse finds out.
  const { data, errors } = Papa.parse<string[]>(text, {
    delimitersToGuess: [",", ";", "\t"],
  });
  const wrong = errors.find(({ type }) => type === "Quotes");
  if (wrong)
    throw new CommandError(
      `${name} is not a table: line ${(wrong.row ?? 0) + 1} has a quote too many or too few`,
    );
  let line = 1;
  const rows = data.map((cells) => {
    const row = { line, cells: cells.map(takeText) };
    line += cells.join("").split(/\r\n|\r|\n/).length;
    return row;
  });
  return rows.filter(({ cells }) => cells.some((cell) => cell !== ""));
}

const takeText = (cell: string): string =>
  cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell;
