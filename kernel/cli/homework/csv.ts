import Papa from "papaparse";
import { CommandError } from "../command.ts";

/** A table as CSV. A text that a spreadsheet would run is kept a text. */
export function writeCsv(rows: (string | number)[][]): string {
  return `${Papa.unparse(rows, { escapeFormulae: true, newline: "\n" })}\n`;
}

/**
 * @param name of the file, for the error
 * @throws CommandError if a quote is not closed
 */
export function readCsv(text: string, name: string): string[][] {
  // Comma or, from a spreadsheet in many countries, semicolon: papaparse finds out.
  const { data, errors } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ""), {
    delimitersToGuess: [",", ";", "\t"],
    skipEmptyLines: true,
  });
  const wrong = errors.find(({ type }) => type === "Quotes");
  if (wrong)
    throw new CommandError(
      `${name} is not a table: line ${(wrong.row ?? 0) + 1} has a quote too many or too few`,
    );
  return data;
}
