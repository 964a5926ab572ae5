import type { CompiledCell } from "../cell/compiled-cell.ts";
import type { NamesState } from "../cell/names.ts";
import type { Dialect } from "../cell/parse.ts";
import type { Completeness } from "../interpreter.ts";
import type { DroppedCall } from "./dropped-calls.ts";
import type { Question } from "./missing-annotations.ts";
import type { CellNames } from "./names.ts";
import type { NodeUse } from "./node-uses.ts";

/** What the language service wants to know of a cell's text. */
export interface CellReading {
  dialect: Dialect;
  /** The text does not parse; the names are guesses. */
  broken: boolean;
  /** So deep that no other program should be asked about it. */
  deep: boolean;
  names: CellNames;
  /** What its static imports and exports name. */
  specifiers: string[];
  uses: NodeUse[];
  dropped: DroppedCall[];
  /** What is to be asked before its declarations can be written, once it has run to its end. */
  questions: Question[];
}

export interface CompileRequest {
  code: string;
  /** The notebook's folder. */
  directory: string;
  /** What the cell is called in stacks: `cell [3]`. */
  label: string;
  names: NamesState;
  /** URLs of modules that the cell knows by other names: `npm:arquero@8`. */
  modules?: Record<string, string>;
}

/** A cell that does not compile, and where: line from 1, column from 0, in UTF-16 units. */
export interface Mistake {
  message: string;
  line: number;
  column: number;
}

/** A compiled cell, and the numbers that were given away for it. */
export interface Compilation {
  cell: CompiledCell;
  counts: NamesState["counts"];
}

/** A piece of TypeScript for code that is stopped. */
export interface ExpressionRequest {
  code: string;
  names: NamesState;
  /** Names of the functions and blocks around it: they hide those of cells. */
  locals: string[];
}

export interface DeclarationRequest {
  code: string;
  /** Names of a cell that failed before it declared them. */
  missed: string[];
}

/** All that is done with the text of cells. Each question may fail with a {@link ReadingError}. */
export interface CellReader {
  read(code: string): Promise<CellReading>;
  /** The cell, in parentheses when it is one object. */
  objectCell(code: string): Promise<string>;
  compile(request: CompileRequest): Promise<Compilation | { mistake: Mistake }>;
  /** What V8 can evaluate in a place of a cell: no types, and the names of cells as they are called there. */
  expression(
    request: ExpressionRequest,
  ): Promise<{ code: string } | { mistake: Mistake }>;
  /** Whether what is thrown at a place, line and column from 0, is caught in the same function; false if it does not parse. */
  isCaught(code: string, line: number, column: number): Promise<boolean>;
  /** What is to be asked before the declarations of an executed cell can be written. */
  questions(request: DeclarationRequest): Promise<Question[]>;
  /**
   * The declarations of an executed cell, as the body of a module in a .d.ts.
   * @param types the checker's answers to the questions
   * @param imports the line that imports the cell's free names
   */
  declarations(
    request: DeclarationRequest,
    types: (string | undefined)[],
    imports: string,
  ): Promise<string>;
  /** Types as the checker prints them, if they can stand in a source text; `any` for others. */
  usableTypes(types: (string | undefined)[]): Promise<string[]>;
  completeness(code: string): Promise<Completeness>;
  /** What the static imports and exports of a file name; nothing if it does not parse. */
  specifiers(code: string): Promise<string[]>;
  /** The modules whose names stand in a cell, wherever; none if it does not parse. */
  modules(code: string): Promise<string[]>;
}

/** A text could not be read: it took too long, too much memory, or the stack. */
export class ReadingError extends Error {
  override readonly name = "ReadingError";
}
