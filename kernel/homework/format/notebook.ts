import { HomeworkError } from "./errors.ts";

/** A notebook, format 4 (https://nbformat.readthedocs.io), with every source and text as one string. */
export interface Notebook {
  cells: Cell[];
  metadata: Record<string, unknown>;
  nbformat: number;
  nbformat_minor: number;
}

export interface Cell {
  id?: string;
  cell_type: "code" | "markdown" | "raw";
  source: string;
  metadata: Record<string, unknown> & { nbgrader?: GradeMetadata };
  execution_count?: number | null;
  outputs?: Output[];
  attachments?: Record<string, unknown>;
}

/**
 * What nbgrader writes into `cell.metadata.nbgrader`, schema 3
 * (https://nbgrader.readthedocs.io/en/stable/contributor_guide/metadata.html).
 *
 *     autograded answer   solution             code, between BEGIN and END SOLUTION
 *     autograder test     grade, locked        code; its outcome makes the points
 *     manual answer       grade and solution   code or markdown; a person gives the points
 *     manual task         task, locked         markdown; a person gives the points
 *     read-only           locked
 */
export interface GradeMetadata {
  schema_version: number;
  grade: boolean;
  solution: boolean;
  locked: boolean;
  task?: boolean;
  grade_id: string;
  points?: number;
  /** Of the released cell: a change shows. Added by release, as is `cell_type`. */
  checksum?: string;
  cell_type?: Cell["cell_type"];
}

export type Output =
  | { output_type: "stream"; name: "stdout" | "stderr"; text: string }
  | ({ output_type: "display_data" } & Bundle)
  | ({ output_type: "execute_result"; execution_count: number | null } & Bundle)
  | {
      output_type: "error";
      ename: string;
      evalue: string;
      traceback: string[];
    };

interface Bundle {
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
}

/**
 * @param name of the file, for the error
 * @throws HomeworkError if the text is not a notebook of format 4
 */
export function parseNotebook(text: string, name: string): Notebook {
  const value = parseJson(text, name);
  const { cells, metadata, nbformat } = value;
  if (nbformat !== 4 || !Array.isArray(cells) || !isRecord(metadata))
    throw new HomeworkError(
      `${name} is not a notebook of format 4. Open it in JupyterLab and save it again.`,
    );
  return {
    ...value,
    cells: cells.map((cell, index) =>
      parseCell(cell, `${name}, cell ${index + 1}`),
    ),
  } as Notebook;
}

const cellTypes: unknown[] = ["code", "markdown", "raw"];

/** `metadata.nbgrader` may be anything here: in a student's notebook such a cell is the student's own, in a source release refuses it. */
function parseCell(value: unknown, place: string): Cell {
  if (!isRecord(value) || !isRecord(value.metadata) || !isText(value.source))
    throw damaged(place, "has no source or no metadata");
  if (!cellTypes.includes(value.cell_type))
    throw damaged(place, "is neither code nor text");
  const cell = { ...value, source: joinText(value.source) };
  if (value.outputs === undefined) return cell as unknown as Cell;
  // What is no output shows nothing: it costs no points, and keeps nobody from submitting.
  const outputs = Array.isArray(value.outputs)
    ? value.outputs.filter(isOutput)
    : [];
  return { ...cell, outputs: outputs.map(joinOutput) } as unknown as Cell;
}

function isOutput(value: unknown): value is Record<string, unknown> {
  if (!isRecord(value)) return false;
  if (value.output_type === "stream") return isText(value.text);
  return value.data === undefined || isRecord(value.data);
}

const damaged = (place: string, what: string): HomeworkError =>
  new HomeworkError(
    `${place} ${what}. Open the notebook in JupyterLab and save it again.`,
  );

function joinOutput(output: Record<string, unknown>): Record<string, unknown> {
  if (isText(output.text)) return { ...output, text: joinText(output.text) };
  if (!isRecord(output.data)) return output;
  const data = Object.entries(output.data).map(([mime, value]) => [
    mime,
    isText(value) && !mime.endsWith("json") ? joinText(value) : value,
  ]);
  return { ...output, data: Object.fromEntries(data) as unknown };
}

function parseJson(text: string, name: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    if (isRecord(value)) return value;
  } catch (error) {
    throw new HomeworkError(
      `${name} is not JSON: ${(error as Error).message}. Restore it from a copy, or download it again.`,
      { cause: error },
    );
  }
  throw new HomeworkError(`${name} is not a notebook: it holds no object.`);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function isText(value: unknown): value is string | string[] {
  return (
    typeof value === "string" ||
    (Array.isArray(value) && value.every((line) => typeof line === "string"))
  );
}

function joinText(text: string | string[]): string {
  return typeof text === "string" ? text : text.join("");
}
