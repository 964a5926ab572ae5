import type { CellReader } from "../reading/cell-reader.ts";
import { readText, type CellText } from "./cell-document.ts";

/** One cell may be read while another that has run is taken in. */
const mostTexts = 2;

/** The last cells that were read. A cell is wanted twice, before it runs and after. */
export class CellTexts {
  readonly #known = new Map<string, Promise<CellText>>();
  readonly #reader: CellReader;

  constructor(reader: CellReader) {
    this.#reader = reader;
  }

  /** Rejects with a ReadingError. */
  of(code: string): Promise<CellText> {
    const known = this.#known.get(code);
    if (known) return known;
    const text = readText(code, this.#reader);
    this.#known.set(code, text);
    // It may have been the fault of another text.
    text.catch(() => this.#known.delete(code));
    const [oldest] = this.#known.keys();
    if (this.#known.size > mostTexts) this.#known.delete(oldest!);
    return text;
  }
}
