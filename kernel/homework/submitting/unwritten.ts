import type { Cell } from "../format/notebook.ts";

/** What the stubs of `release` throw, by their languages. */
const isStub = (name: string, message: string): boolean =>
  name === "NotImplementedError" ||
  (name === "Error" && message === "Not implemented");

/** A name that the checker or the cell did not find. */
const unknownName =
  /Cannot find name '([^']+)'|^([\p{ID_Start}$_][\p{ID_Continue}$]*) is not defined/u;

/** Follows a run: which cells fail for no other reason than that an answer is not written yet. */
export class Unwritten {
  /** All words of the cells that did. */
  readonly #words = new Set<string>();

  /** @param cell as it ran */
  explains(cell: Cell): boolean {
    const error = cell.outputs?.find(
      (output) => output.output_type === "error",
    );
    if (error?.output_type !== "error") return false;
    const [, checked, met] = unknownName.exec(error.evalue) ?? [];
    const name = checked ?? met;
    // What such a cell would have declared is unknown to the cells below.
    const follows = name !== undefined && this.#words.has(name);
    if (!follows && !isStub(error.ename, error.evalue)) return false;
    for (const word of cell.source.match(/[\p{ID_Continue}$]+/gu) ?? [])
      this.#words.add(word);
    return true;
  }
}
