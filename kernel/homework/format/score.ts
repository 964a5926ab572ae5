import { readAssertion } from "./assertion.ts";
import { computeChecksum } from "./checksums.ts";
import {
  gradeIdOf,
  isGrade,
  isManual,
  isSolution,
  pointsOf,
} from "./grade-metadata.ts";
import type { Cell, Notebook, Output } from "./notebook.ts";

/** What one question came to. */
export interface Score {
  gradeId: string;
  maxPoints: number;
  /** undefined: a person has to give them. */
  points: number | undefined;
  /** Why it is not all points: the check's own words, one line each; empty with all points. */
  reasons: string[];
}

/** The scores of every cell with points, in the notebook's order; its cells have been run. */
export function scoreNotebook(notebook: Notebook): Score[] {
  return notebook.cells
    .filter((cell) => isGrade(cell) || isManual(cell))
    .map(scoreCell);
}

/**
 * nbgrader's rule (`determine_grade`): an error or any stderr is nothing, a result that is a number is the points, all else
 * is all points; an answer as released is nothing. It differs for a number below zero or above the maximum, Infinity and NaN:
 * nothing, and the reason says so, where nbgrader gives all points or stops.
 */
export function scoreCell(cell: Cell): Score {
  const maxPoints = pointsOf(cell);
  const score = { gradeId: gradeIdOf(cell) ?? "", maxPoints };
  if (isManual(cell)) {
    if (isSolution(cell) && isUntouched(cell))
      return { ...score, points: 0, reasons: ["no answer yet"] };
    return { ...score, points: undefined, reasons: ["graded by a person"] };
  }
  const outputs = cell.outputs ?? [];
  const lost = outputs.map(findLoss).find((reason) => reason !== undefined);
  if (lost !== undefined)
    return { ...score, points: 0, reasons: [...lost, ...findPrinted(outputs)] };
  const given = readPoints(outputs);
  if (given === undefined || given === maxPoints)
    return { ...score, points: maxPoints, reasons: [] };
  if (!(given >= 0 && given <= maxPoints))
    return {
      ...score,
      points: 0,
      reasons: [
        `the check gave ${given} of ${maxPoints} points; it needs mending`,
      ],
    };
  return { ...score, points: given, reasons: findPrinted(outputs) };
}

function isUntouched(cell: Cell): boolean {
  return cell.metadata.nbgrader?.checksum === computeChecksum(cell);
}

/** Why a test cell with this output is worth nothing, line by line. */
function findLoss(output: Output): string[] | undefined {
  if (output.output_type === "error")
    return output.ename === "AssertionError"
      ? toLines(readAssertion(output.evalue).join("\n"))
      : toLines(`${output.ename}: ${output.evalue}`);
  if (output.output_type === "stream" && output.name === "stderr")
    return toLines(`written to stderr: ${output.text.trim()}`);
  return undefined;
}

const toLines = (text: string): string[] =>
  text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(0, 10);

/** The number that is the first result; undefined when there is none, which is no loss. */
function readPoints(outputs: Output[]): number | undefined {
  const result = outputs.find((each) => each.output_type === "execute_result");
  const text = result && "data" in result && result.data["text/plain"];
  if (typeof text !== "string") return undefined;
  // Python's float: no hexadecimal, and an empty text is no number.
  if (/^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i.test(text))
    return Number(text);
  // A ratio that divides by zero; no points, as everything that is not a number of them.
  return /^\s*(NaN|[+-]?Infinity)\s*$/.test(text) ? Number(text) : undefined;
}

function findPrinted(outputs: Output[]): string[] {
  const texts = outputs.map((each) =>
    each.output_type === "stream" && each.name === "stdout" ? each.text : "",
  );
  return toLines(texts.join(""));
}
