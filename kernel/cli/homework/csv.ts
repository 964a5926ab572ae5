import { CommandError } from "../command.ts";

/** A table as CSV: fields with commas, quotes or line ends are quoted. A text that a spreadsheet would run is kept a text. */
export function writeCsv(rows: (string | number)[][]): string {
  return rows.map((row) => `${row.map(writeField).join(",")}\n`).join("");
}

function writeField(field: string | number): string {
  if (typeof field === "number") return String(field);
  const text = /^[=+@-]/.test(field) ? `'${field}` : field;
  return /[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/**
 * @param name of the file, for the error
 * @throws CommandError if a quote is not closed
 */
export function readCsv(text: string, name: string): string[][] {
  const rows: string[][] = [[]];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  const body = text.replace(/^\uFEFF/, "").trimEnd();
  while (
    pattern.lastIndex < body.length ||
    (rows.at(-1)!.length > 0 && body.at(pattern.lastIndex - 1) === ",")
  ) {
    const at = pattern.lastIndex;
    const match = pattern.exec(body);
    if (!match)
      throw new CommandError(
        `${name} is not a table: line ${body.slice(0, at).split("\n").length} has a quote too many or too few`,
      );
    rows.at(-1)!.push(match[1]?.replace(/""/g, '"') ?? match[2] ?? "");
    if (match[3] === "") break;
    if (match[3] !== ",") rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}
