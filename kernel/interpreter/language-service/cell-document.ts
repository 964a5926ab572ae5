import { blankDirectives } from "./directives.ts";
import type { Question } from "./gaps.ts";
import { findLooseNames } from "./loose-names.ts";
import { findNames, type CellNames } from "./names.ts";
import { importLine, type Overlay } from "./overlay.ts";
import { parseCell, type Parsed } from "./parse.ts";
import { cellNames } from "./project.ts";
import type { TypeServer } from "./type-server.ts";

/** A cell as the server sees it. */
export interface CellDocument {
  /** The cell as it was typed, directives blanked: the document begins with it. */
  code: string;
  /** Name of the virtual file. */
  name: string;
  parsed: Parsed;
  /** The text does not parse; the names are guesses. */
  broken: boolean;
  names: CellNames;
  /** The line that imports the cell's free names. */
  imports: string;
}

/**
 * Reads a cell; text that does not parse is searched for names word by word.
 * @param wanted names of earlier cells to be known here although the cell does not use them yet
 */
export function readCell(
  source: string,
  overlay: Overlay,
  wanted: string[] = [],
): CellDocument {
  const code = blankDirectives(source);
  const parsed = parseCell(code);
  const broken = parsed.result.errors.length > 0;
  const names = broken ? findLooseNames(code) : findNames(parsed.result);
  for (const name of wanted)
    if (!names.declared.has(name) && !names.free.has(name))
      names.free.set(name, { written: false });
  return {
    code,
    name: cellNames[parsed.dialect],
    parsed,
    broken,
    names,
    imports: importLine(names.free, overlay),
  };
}

/** Makes a cell the one that the server answers for. */
export function showCell(
  server: TypeServer,
  { code, name, imports }: CellDocument,
  more = "",
): void {
  showText(server, name, `${code}\n;${imports}${more}`);
}

/** Shows a cell without its last line, so that what is wrong at the end is found at the end. */
export function showBareCell(
  server: TypeServer,
  { code, name }: CellDocument,
): void {
  showText(server, name, code);
}

function showText(server: TypeServer, name: string, text: string): void {
  for (const other of Object.values(cellNames))
    if (other !== name) server.setDocument(other, "");
  server.setDocument(name, text);
}

/** Expressions get a name on the cell's last line; the type of that name is the answer. */
export function questionsBelow(
  { code, imports }: CellDocument,
  questions: Question[],
): { offsets: number[]; more: string } {
  let more = "";
  const offsets = questions.map((question, index) => {
    if ("offset" in question) return question.offset;
    const start = `${code}\n;${imports}${more} const `.length;
    more += ` const __answer${index} = (${question.expression});`;
    return start;
  });
  return { offsets, more };
}
