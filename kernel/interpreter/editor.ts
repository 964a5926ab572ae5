import type { Variable } from "./preview.ts";

/**
 * What pages ask about the cells of their notebook while they are written, run or not. Nothing is computed unless a page asks;
 * a question is answered also while a cell runs.
 */
export interface Editor {
  /**
   * @param page names who asks: its notebook is remembered, so that it tells only of cells that changed
   * @throws when the question is none
   */
  ask(page: string, question: object): Promise<EditorAnswer>;
  /** The page asks no more. */
  close(page: string): void;
}

/** A code cell of a page; the text is left out while it is what the page told before. */
export interface ToldCell {
  id: string;
  code?: string;
}

/** What to mark in some cells. Those of a page's cells that are not among `cells` are gone. */
export interface CheckQuestion {
  type: "check";
  /** All code cells, in the order of the document. */
  cells: ToldCell[];
  /** The cells to check, the one that matters most first. */
  wanted: string[];
}

/** What is known of the place in a cell. */
export interface PlaceQuestion {
  /** `hover`: what the name there is. `signature`: the function whose arguments are being written there. `complete`: what may stand there. */
  type: "hover" | "signature" | "definition" | "references" | "complete";
  cells: ToldCell[];
  /** Id of the cell, and the place in it: a UTF-16 index. */
  cell: string;
  at: number;
}

/** The edits by which a name gets another. */
export interface RenameQuestion extends Omit<PlaceQuestion, "type"> {
  type: "rename";
  name: string;
}

/** The edits that give some cells the notebook's format. */
export interface FormatQuestion extends Omit<CheckQuestion, "type"> {
  type: "format";
}

/** What ties the cells to each other. */
export interface TiesQuestion {
  type: "ties";
  cells: ToldCell[];
  /** By cell: the number beside it. */
  counts: Record<string, number>;
}

export type EditorQuestion =
  | CheckQuestion
  | FormatQuestion
  | PlaceQuestion
  | RenameQuestion
  | TiesQuestion;

/** What the variables of the notebook hold; asked without a word of the cells. */
export interface VariablesQuestion {
  type: "variables";
}

/** A cell's names, and those of other cells in it. */
export interface Ties {
  declares: string[];
  /** Of cells above, with the number that the cell has which declares it and has run. */
  uses: { name: string; from?: number }[];
  /** Names that were set anew since the cell ran. */
  stale: string[];
}

/** A place in a cell and what is to be said of it. Indices are UTF-16 units. */
export interface Mark {
  from: number;
  to: number;
  /** A hint is worth no line: a name that is not used, or one that should not be. */
  severity: "error" | "warning" | "hint";
  message: string;
  /** `TS2345`; absent where it would say nothing. */
  code?: string;
  tag?: "unused" | "deprecated";
  /** What would put it right. */
  fixes?: Fix[];
}

/** Edits of the cell that the mark is in. */
export interface Fix {
  title: string;
  edits: { from: number; to: number; text: string }[];
}

/** A function's signature, and the parameter of it that is being written. */
export interface SignatureAnswer {
  label: string;
  parameter?: { label: string; docs?: string };
  /** Markdown. */
  docs?: string;
  /** How many more signatures the function has. */
  others: number;
}

/** What may stand in a range of a cell. */
export interface Offers {
  from: number;
  to: number;
  /** Best first. */
  offers: Offer[];
}

export interface Offer {
  text: string;
  /** function, class, module, property, keyword, ... */
  kind: string;
  /** Its type, or where it comes from, on one line. */
  signature?: string;
  /** Edits elsewhere in the cell that it needs: an import. */
  edits?: Fix["edits"];
}

export interface CellPlace {
  cell: string;
  from: number;
  to: number;
}

/** By its path from the notebook's folder; line and character from 0. */
export interface FilePlace {
  path: string;
  line: number;
  character: number;
  /** The file's line, where it was looked up. */
  text?: string;
}

export type Place = CellPlace | FilePlace;

/** A range of a cell and the text that goes there. */
export interface Edit extends CellPlace {
  text: string;
}

/** Of what was asked for; nothing of that where nothing is known. */
export interface EditorAnswer {
  /** By cell; a cell without an entry could not be checked in time: what was marked there stays. */
  marks?: Record<string, Mark[]>;
  /** Markdown. */
  hover?: string;
  signature?: SignatureAnswer;
  completions?: Offers;
  places?: Place[];
  edits?: Edit[];
  /** In the order of their names; absent while nobody can look. */
  variables?: (Variable & { name: string })[];
  /** By cell. */
  ties?: Record<string, Ties>;
  /** Why there are no edits. */
  problem?: string;
  /** Texts that the page left out and nobody here knows: it shall tell all of them. */
  unknown?: true;
}
