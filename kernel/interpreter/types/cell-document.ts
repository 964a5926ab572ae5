import { blankDirectives } from "../reading/directives.ts";
import type { Question } from "../reading/missing-annotations.ts";
import type { CellReader, CellReading } from "../reading/cell-reader.ts";
import type { CellNames } from "../reading/names.ts";
import type { Overlay } from "./overlay.ts";
import { cellNames } from "./project.ts";
import { offsetAt, positionAt } from "./positions.ts";
import {
  besideLine,
  importLine,
  scopeLines,
  type ScopeLines,
} from "./scope-lines.ts";
import type { TypeServer } from "./type-server.ts";
import type * as lsp from "vscode-languageserver-protocol";

/** A cell as the server sees it. */
export interface CellDocument extends Omit<CellReading, "dialect"> {
  /** The cell as it was typed, directives blanked. */
  code: string;
  /** Name of the virtual file. */
  name: string;
  /** The line that imports the cell's free names, with their declared types. */
  imports: string;
  /** What stands around the text when the server is asked about it. */
  scope: ScopeLines;
}

/** What is known of a cell whatever the others are. */
export type CellText = Omit<CellDocument, "imports" | "scope">;

/** Reads a cell; text that does not parse is searched for names word by word. */
export async function readText(
  source: string,
  reader: CellReader,
): Promise<CellText> {
  const code = blankDirectives(source);
  const { dialect, ...reading } = await reader.read(code);
  return { ...reading, code, name: cellNames[dialect] };
}

/** @param wanted names of earlier cells to be known here although the cell does not use them yet */
export async function readCell(
  source: string,
  reader: CellReader,
  overlay: Overlay,
  wanted: string[] = [],
): Promise<CellDocument> {
  const text = await readText(source, reader);
  const { declared, free } = text.names;
  for (const name of wanted)
    if (!declared.has(name) && !free.has(name))
      free.set(name, { written: false });
  return { ...text, ...linesAround(text.code, text.names, overlay) };
}

/**
 * How the names of earlier cells get into a cell, as these are known now.
 * @param more names to be known there although the cell does not use them
 */
export function linesAround(
  code: string,
  { free, beside }: CellNames,
  overlay: Overlay,
  more: string[] = [],
): Pick<CellDocument, "imports" | "scope"> {
  const others = new Map(more.map((name) => [name, { written: false }]));
  const scope = scopeLines(code, free, overlay);
  const other = besideLine(beside, overlay);
  const joined = (...lines: string[]) => lines.filter(Boolean).join(" ");
  return {
    imports: joined(importLine(free, overlay), other),
    scope: {
      ...scope,
      imports: joined(scope.imports, other, importLine(others, overlay)),
    },
  };
}

/** Where an index of the cell is in the document that the server has been shown. */
export function positionIn(
  { code, scope }: CellDocument,
  offset: number,
): lsp.Position {
  return positionAt(scope.lead + code, scope.lead.length + offset);
}

/** The index of the cell that a place in the document means. */
export function offsetIn(
  { code, scope }: CellDocument,
  position: lsp.Position,
): number {
  return offsetAt(scope.lead + code, position) - scope.lead.length;
}

/** Makes a cell the one that the server answers for. */
export function showCell(
  server: TypeServer,
  { code, name, scope: { lead, imports, trail } }: CellDocument,
  more = "",
): void {
  showText(server, name, `${lead}${code}\n;${imports}${more}${trail}`);
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
  { code, scope: { lead, imports } }: CellDocument,
  questions: Question[],
): { offsets: number[]; more: string } {
  let more = "";
  const offsets = questions.map((question, index) => {
    if ("offset" in question) return lead.length + question.offset;
    const start = `${lead}${code}\n;${imports}${more} const `.length;
    more += ` const __answer${index} = (${question.expression});`;
    return start;
  });
  return { offsets, more };
}
