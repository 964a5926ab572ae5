import type { EditorQuestion, ToldCell } from "../../editor.ts";

/** What a page asks is none of the questions that there are. */
export class QuestionError extends Error {
  override readonly name = "QuestionError";
}

const ofPlaces = [
  "hover",
  "signature",
  "definition",
  "references",
  "complete",
] as const;

/** Reads a question as it came over the wire. @throws QuestionError */
export function readQuestion(asked: object): EditorQuestion {
  const { type, cells, wanted, cell, at, name, counts } = asked as Record<
    string,
    unknown
  >;
  if (!isListOf(cells, isCell))
    throw new QuestionError("cells must be a list of { id, code? }");
  if (type === "check" || type === "format") {
    if (!isListOf(wanted, isString))
      throw new QuestionError("wanted must be a list of ids");
    return { type, cells, wanted };
  }
  if (type === "ties") return { type, cells, counts: readCounts(counts) };
  const ofPlace = ofPlaces.find((each) => each === type);
  if (!ofPlace && type !== "rename")
    throw new QuestionError(`no question of the editor: ${String(type)}`);
  if (!isString(cell) || !Number.isInteger(at))
    throw new QuestionError("cell must be an id, at an index");
  const place = { cells, cell, at: at as number };
  if (ofPlace) return { type: ofPlace, ...place };
  if (!isString(name)) throw new QuestionError("name must be a string");
  return { type: "rename", ...place, name };
}

function readCounts(counts: unknown): Record<string, number> {
  const all = Object.entries(Object(counts) as object);
  if (!all.every(([, count]) => Number.isInteger(count)))
    throw new QuestionError("counts must have a number for each cell");
  return Object.fromEntries(all) as Record<string, number>;
}

function isListOf<T>(
  value: unknown,
  isOne: (one: unknown) => one is T,
): value is T[] {
  return Array.isArray(value) && value.every(isOne);
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}

function isCell(value: unknown): value is ToldCell {
  const { id, code } = Object(value) as Record<string, unknown>;
  return isString(id) && (code === undefined || isString(code));
}
